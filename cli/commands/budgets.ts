import type { Command } from 'commander';
import type { Client } from '#cli/http/client.ts';
import { details } from '#cli/output/details.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { TenantJson } from '#core/admin/tenant-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { parseInstant, parseUsd } from './parse.ts';
import { addBudgetOptions, type BudgetValues, budgetsBody } from './quota-options.ts';
import { type JsonOption, show } from './show.ts';
import { addTenantOption, keyPath, type TenantOption, tenantPath } from './tenant-path.ts';

type Common = JsonOption & TenantOption & { readonly key?: string };

interface RaiseValues extends Common {
  readonly perDay?: number;
  readonly perMonth?: number;
  readonly until: string;
}

/** A tenant or a key: both have budgets. */
type Owner = Pick<TenantJson, 'id' | 'budgets'>;

const ownerPath = (options: Common, client: Client): string =>
  options.key === undefined ? tenantPath(options, client) : keyPath(options, options.key, client);

/** `budgets …`: what a tenant or a key may spend. */
export const addBudgets = (program: Command, terminal: Terminal): void => {
  const budgets = program
    .command('budgets')
    .description('what a tenant, or a key of it, may spend')
    .addHelpText(
      'after',
      examples(
        'budgets set --tenant ten_01kb… --per-day 20 --per-month 300',
        'budgets set --tenant ten_01kb… --key key_01kb… --per-run none',
        'budgets raise --tenant ten_01kb… --per-day 100 --until 2026-12-01',
      ),
    );
  const budgetCommand = (name: string): Command =>
    addTenantOption(budgets.command(name))
      .option('--key <id>', 'of a key, not of the whole tenant')
      .option('--json', 'print JSON');
  const showBudgets = (options: Common, { id, budgets }: Owner): void =>
    show(terminal, options, { id, budgets }, details);
  const change = async (command: Command, body: object): Promise<void> => {
    const client = await commandClient(command, terminal);
    const options: Common = command.opts();
    showBudgets(options, await client.json<Owner>('PATCH', ownerPath(options, client), { body }));
  };

  budgetCommand('show')
    .description('show the budgets')
    .action(async (options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      showBudgets(options, await client.json<Owner>('GET', ownerPath(options, client)));
    });

  addBudgetOptions(budgetCommand('set'))
    .description('set or take away budgets')
    .action((options: Common & BudgetValues, command: Command) => change(command, budgetsBody(options)));

  budgetCommand('raise')
    .description('set other budgets for a while')
    .option('--per-day <usd>', 'budget of a day until then', parseUsd)
    .option('--per-month <usd>', 'budget of a month until then', parseUsd)
    .requiredOption('--until <moment>', 'when it ends, such as 2026-12-01', parseInstant)
    .action(({ perDay, perMonth, until }: RaiseValues, command: Command) =>
      change(command, { budgets: { raise: { per_day_usd: perDay, per_month_usd: perMonth, until } } }),
    );

  budgetCommand('end-raise')
    .description('go back to the usual budgets')
    .action((_options: Common, command: Command) => change(command, { budgets: { raise: null } }));
};
