import type { Command } from 'commander';
import { bar } from '#cli/output/bar.ts';
import { count, instant, usd } from '#cli/output/format.ts';
import { type Column, table } from '#cli/output/table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { LimitsJson, QuotaReportJson } from '#core/limits/limits-json.ts';
import { commandClient } from './command-client.ts';
import { type JsonOption, show } from './show.ts';

const BAR_WIDTH = 10;

const COLUMNS: readonly Column[] = [
  { title: 'OF' },
  { title: 'LIMIT' },
  { title: 'USED', align: 'right' },
  { title: 'RESERVED', align: 'right' },
  { title: 'LEFT', align: 'right' },
  { title: 'AT MOST', align: 'right' },
  { title: 'RESETS' },
  { title: '' },
];

const quotaRows = (owner: string, { limits, budgets }: QuotaReportJson): readonly (readonly string[])[] => [
  ...limits.map(({ policy, used, remaining, limit, resets_at }) => [
    ...[owner, policy, count(used), '', count(remaining), count(limit), instant(resets_at)],
    bar(used, limit, BAR_WIDTH),
  ]),
  ...budgets.map(({ period, spent_usd, reserved_usd, remaining_usd, budget_usd, resets_at }) => [
    ...[owner, `budget per ${period}`, usd(spent_usd), usd(reserved_usd), usd(remaining_usd), usd(budget_usd)],
    instant(resets_at),
    bar(spent_usd + reserved_usd, budget_usd, BAR_WIDTH),
  ]),
];

const limitsTable = ({ tier, caller, tenant }: LimitsJson): string =>
  `${caller.id} of ${tenant.id}, tier ${tier}\n\n` +
  table(COLUMNS, [...quotaRows('caller', caller), ...quotaRows('tenant', tenant)]);

/** `limits`: what limits the caller and its tenant, and what is left. */
export const addLimits = (program: Command, terminal: Terminal): void => {
  program
    .command('limits')
    .description('your limits and budgets, and what is left of them')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<LimitsJson>('GET', '/v1/limits'), limitsTable);
    });
};
