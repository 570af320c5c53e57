import type { Command } from 'commander';
import type { z } from 'zod';
import { count } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { TierJson } from '#core/admin/tier-json.ts';
import { commandClient } from './command-client.ts';
import { type JsonOption, show } from './show.ts';

type Tier = z.infer<typeof TierJson>;

const COUNTS = ['REQUESTS/MIN', 'TOKENS/MIN', 'REQUESTS/DAY', 'RUNS AT ONCE'] as const;

const cells = (limits: Tier['tenant_limits']): readonly string[] =>
  [limits.requests_per_minute, limits.tokens_per_minute, limits.requests_per_day, limits.concurrent_runs].map(count);

const tierTable = (tiers: readonly Tier[]): string =>
  table(
    [{ title: 'TIER' }, { title: 'OF' }, ...COUNTS.map((title) => ({ title, align: 'right' as const }))],
    tiers.flatMap(({ id, is_default, tenant_limits, caller_limits }) => [
      [is_default ? `${id} (default)` : id, 'tenant', ...cells(tenant_limits)],
      ['', 'caller', ...cells(caller_limits)],
    ]),
  );

/** `tiers`: what tenants are limited to if nothing else is set. */
export const addTiers = (program: Command, terminal: Terminal): void => {
  program
    .command('tiers')
    .description('the tiers, and what they limit tenants and callers to')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      const { data } = await client.json<{ readonly data: readonly Tier[] }>('GET', '/admin/tiers');
      show(terminal, options, data, tierTable);
    });
};
