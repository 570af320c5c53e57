import type { Command } from 'commander';
import type { z } from 'zod';
import { listAll } from '#cli/http/list-all.ts';
import { type BarMeasure, usageTable } from '#cli/output/usage-table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { TenantUsageJson } from '#core/usage/tenant-usage.ts';
import { addBarsOption, barWidth } from './bars-option.ts';
import { commandClient } from './command-client.ts';
import { type JsonOption, show } from './show.ts';

interface TenantsUsageOptions extends JsonOption {
  readonly month?: string;
  readonly bars: BarMeasure;
}

type TenantUsage = z.infer<typeof TenantUsageJson>;

const totalOf = (tenants: readonly TenantUsage[]): Omit<TenantUsage, 'id' | 'object' | 'month'> => {
  const sum = (countOf: (tenant: TenantUsage) => number): number =>
    tenants.reduce((total, tenant) => total + countOf(tenant), 0);
  return {
    requests: sum((tenant) => tenant.requests),
    errors: sum((tenant) => tenant.errors),
    input_tokens: sum((tenant) => tenant.input_tokens),
    output_tokens: sum((tenant) => tenant.output_tokens),
    cache_read_input_tokens: sum((tenant) => tenant.cache_read_input_tokens),
    cache_creation_input_tokens: sum((tenant) => tenant.cache_creation_input_tokens),
    cost_usd: sum((tenant) => tenant.cost_usd),
    run_seconds: sum((tenant) => tenant.run_seconds),
  };
};

/** `tenants usage`: what each tenant used in a month. */
export const addTenantsUsage = (tenants: Command, terminal: Terminal): void => {
  addBarsOption(tenants.command('usage'))
    .description('what each tenant used in a month')
    .option('--month <YYYY-MM>', 'month in the time zone of the deployment; this month if left out')
    .option('--json', 'print JSON')
    .action(async (options: TenantsUsageOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const used = await listAll<TenantUsage>(client, '/admin/usage', { query: { month: options.month } });
      show(terminal, options, used, () => {
        const rows = used.map((tenant) => ({ ...tenant, group: [tenant.id] }));
        const bars = { measure: options.bars, barWidth: barWidth(terminal) };
        return usageTable(['tenant'], rows, totalOf(used), bars);
      });
    });
};
