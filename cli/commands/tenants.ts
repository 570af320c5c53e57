import type { Command } from 'commander';
import { listAll } from '#cli/http/list-all.ts';
import { count, instant, usd } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { TenantJson } from '#core/admin/tenant-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import {
  addBudgetOptions,
  addLimitOptions,
  type BudgetValues,
  budgetsBody,
  type LimitValues,
  limitsBody,
} from './quota-options.ts';
import { type JsonOption, show } from './show.ts';
import { tenantPath } from './tenant-path.ts';
import { addTenantsUsage } from './tenants-usage.ts';

interface TenantValues extends JsonOption, LimitValues {
  readonly name?: string;
  readonly tier?: string;
}

const tenantTable = (tenants: readonly TenantJson[]): string =>
  table(
    [
      { title: 'ID' },
      { title: 'NAME' },
      { title: 'TIER' },
      { title: 'REQUESTS/MIN', align: 'right' },
      { title: 'PER DAY', align: 'right' },
      { title: 'PER MONTH', align: 'right' },
      { title: 'CREATED' },
      { title: 'STATE' },
    ],
    tenants.map(({ id, name, tier, limits, budgets, created_at, disabled }) => [
      ...[id, name, tier, count(limits.requests_per_minute)],
      ...[usd(budgets.per_day_usd), usd(budgets.per_month_usd), instant(created_at)],
      disabled ? 'disabled' : 'active',
    ]),
  );

/** `tenants …`: who may use the deployment, and how much. */
export const addTenants = (program: Command, terminal: Terminal): void => {
  const tenants = program
    .command('tenants')
    .description('who may use the deployment, and how much')
    .addHelpText(
      'after',
      examples(
        'tenants create "Research" --tier standard --per-month 200',
        'tenants set ten_01kb… --requests-per-minute 60 --tokens-per-minute none',
        'tenants usage --month 2026-11',
      ),
    );

  const change = async (command: Command, id: string, body: object): Promise<void> => {
    const client = await commandClient(command, terminal);
    const tenant = await client.json<TenantJson>('PATCH', tenantPath({ tenant: id }, client), { body });
    show(terminal, command.opts(), tenant);
  };

  addBudgetOptions(addLimitOptions(tenants.command('create')))
    .description('create a tenant')
    .argument('<name>')
    .option('--id <id>', 'user:<sub> or client:<client id>, if a Cognito user or client is the tenant')
    .option('--tier <tier>', 'one of the tiers of the deployment')
    .option('--json', 'print JSON')
    .action(async (name: string, options: TenantValues & BudgetValues & { readonly id?: string }, command: Command) => {
      const client = await commandClient(command, terminal);
      const { id, tier } = options;
      const body = { id, name, tier, ...limitsBody(options), ...budgetsBody(options) };
      show(terminal, options, await client.json<TenantJson>('POST', '/admin/tenants', { body }));
    });

  tenants
    .command('list')
    .description('list the tenants')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await listAll<TenantJson>(client, '/admin/tenants'), tenantTable);
    });

  tenants
    .command('show')
    .description('show a tenant')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<TenantJson>('GET', tenantPath({ tenant: id }, client)));
    });

  addLimitOptions(tenants.command('set'))
    .description('change a tenant’s name, tier or limits; "budgets set" changes its budgets')
    .argument('<id>')
    .option('--name <name>')
    .option('--tier <tier>', 'one of the tiers of the deployment')
    .option('--json', 'print JSON')
    .action((id: string, { name, tier, ...limits }: TenantValues, command: Command) =>
      change(command, id, { name, tier, ...limitsBody(limits) }),
    );

  for (const [verb, disabled] of [
    ['enable', false],
    ['disable', true],
  ] as const) {
    tenants
      .command(verb)
      .description(disabled ? 'refuse all callers of a tenant' : 'let them in again')
      .argument('<id>')
      .option('--json', 'print JSON')
      .action((id: string, _options: JsonOption, command: Command) => change(command, id, { disabled }));
  }

  tenants
    .command('delete')
    .description('delete a tenant: its callers are refused from then on')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const client = await commandClient(command, terminal);
      await client.call('DELETE', tenantPath({ tenant: id }, client));
      writeNote(terminal, `${id} is deleted.`);
    });

  addTenantsUsage(tenants, terminal);
};
