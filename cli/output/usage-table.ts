import type { UsageReportJson } from '#core/usage/usage-report.ts';
import { bar } from './bar.ts';
import { count, usd } from './format.ts';
import { table } from './table.ts';

/** What bars are drawn of. */
export const BAR_MEASURES = ['cost', 'requests', 'tokens'] as const;
/** One of them. */
export type BarMeasure = (typeof BAR_MEASURES)[number];

type Counts = UsageReportJson['total'];

/** A row: what it is for, and its counts. */
export interface UsageRow extends Counts {
  readonly group: readonly string[];
}

const MEASURES: Readonly<Record<BarMeasure, (counts: Counts) => number>> = {
  cost: (counts) => counts.cost_usd,
  requests: (counts) => counts.requests,
  tokens: (counts) =>
    counts.input_tokens + counts.output_tokens + counts.cache_read_input_tokens + counts.cache_creation_input_tokens,
};

const RIGHT = ['REQUESTS', 'ERRORS', 'INPUT', 'CACHE READ', 'CACHE WRITE', 'OUTPUT', 'SECONDS', 'COST'] as const;

const cells = (counts: Counts): readonly string[] => [
  ...[counts.requests, counts.errors, counts.input_tokens].map(count),
  ...[counts.cache_read_input_tokens, counts.cache_creation_input_tokens, counts.output_tokens].map(count),
  count(Math.round(counts.run_seconds * 10) / 10),
  usd(counts.cost_usd),
];

/**
 * Usage as a table, with a bar chart in its last column and the total below.
 *
 * @param barWidth cells of the longest bar.
 */
export const usageTable = (
  groups: readonly string[],
  rows: readonly UsageRow[],
  total: Counts,
  { measure, barWidth }: { readonly measure: BarMeasure; readonly barWidth: number },
): string => {
  const measured = MEASURES[measure];
  const most = Math.max(0, ...rows.map(measured));
  return table(
    [
      ...groups.map((title) => ({ title: title.toUpperCase() })),
      ...RIGHT.map((title) => ({ title, align: 'right' as const })),
      { title: '' },
    ],
    [
      ...rows.map((row) => [...row.group, ...cells(row), bar(measured(row), most, barWidth)]),
      [...groups.map((_, index) => (index === 0 ? 'total' : '')), ...cells(total)],
    ],
  );
};
