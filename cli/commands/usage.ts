import { type Command, Option } from 'commander';
import { type BarMeasure, usageTable } from '#cli/output/usage-table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { UsageReportJson } from '#core/usage/usage-report.ts';
import { addBarsOption, barWidth } from './bars-option.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { type JsonOption, show } from './show.ts';
import { type TenantOption, tenantPath } from './tenant-path.ts';

interface UsageOptions extends JsonOption, TenantOption {
  readonly from?: string;
  readonly to?: string;
  readonly groupBy: string;
  readonly csv?: boolean;
  readonly bars: BarMeasure;
}

type Row = UsageReportJson['data'][number];

/** @param column the name of a member, or `metadata:` and a key of it */
const cellOf = (row: Row, column: string): string => {
  const [name, key] = column.split(':');
  return String(key === undefined ? row[name as keyof Row] : row.metadata?.[key]);
};

/** `usage`: requests, tokens and cost. */
export const addUsage = (program: Command, terminal: Terminal): void => {
  addBarsOption(program.command('usage'))
    .description('requests, tokens and cost of your tenant, or as an administrator of any')
    .option('--from <day>', 'first day, such as 2026-11-01; 29 days before --to if left out')
    .option('--to <day>', 'last day, included; today if left out')
    .option('--group-by <what>', 'day, hour, model, profile, key, tag or metadata:<key>; or day,model and so on', 'day')
    .option('--tenant <id>', 'of another tenant; needs an administrator')
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .option('--csv', 'print CSV')
    .addHelpText(
      'after',
      examples(
        'usage --from 2026-11-01 --group-by model',
        'usage --group-by metadata:project',
        'usage --group-by day,key --csv > usage.csv',
      ),
    )
    .action(async (options: UsageOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const path = options.tenant === undefined ? '/v1/usage' : `${tenantPath(options, client)}/usage`;
      const query = { from: options.from, to: options.to, group_by: options.groupBy };
      if (options.csv) return writeCsv(await client.call('GET', path, { query, headers: { accept: 'text/csv' } }));
      const report = await client.json<UsageReportJson>('GET', path, { query });
      show(terminal, options, report, ({ group_by, data, total }) => {
        const groups = group_by.split(',');
        const rows = data.map((row) => ({ ...row, group: groups.map((column) => cellOf(row, column)) }));
        return usageTable(groups, rows, total, { measure: options.bars, barWidth: barWidth(terminal) });
      });
    });

  const writeCsv = async (response: Response): Promise<void> => {
    terminal.stdout.write(await response.text());
  };
};
