import { addCounts, NO_COUNTS, type UsageCounts } from '#core/usage/usage-counts.ts';
import type { UsageEntry } from '#core/usage/usage-increment.ts';
import type { UsageCount, UsageDimension } from '#core/usage/usage-store.ts';

/** How each number is called in an item, whose size is what a write of it costs by. */
const NAMES: Readonly<Record<keyof UsageCounts, string>> = {
  requests: 'r',
  errors: 'e',
  inputTokens: 'i',
  outputTokens: 'o',
  cacheReadInputTokens: 'cr',
  cacheCreationInputTokens: 'cw',
  costMicroUsd: 'usd',
  runMs: 'ms',
};
const COUNTERS = Object.keys(NAMES) as (keyof UsageCounts)[];

const toNames = (counts: Partial<UsageCounts>, prefix: string): (readonly [string, number])[] =>
  COUNTERS.flatMap((counter) => {
    const amount = counts[counter] ?? 0;
    return amount > 0 ? [[prefix + NAMES[counter], amount] as const] : [];
  });

/** What to add to each attribute of an item that counts one thing. */
export const toCounters = (counts: Partial<UsageCounts>): ReadonlyMap<string, number> => new Map(toNames(counts, ''));

/** What to add to each attribute of an item that counts several: they are named `<dimension>#<value>#<counter>`. */
export const toNamedCounters = (entries: readonly UsageEntry[]): ReadonlyMap<string, number> => {
  const amounts = new Map<string, number>();
  for (const { dimension, value, counts } of entries) {
    for (const [name, amount] of toNames(counts, `${dimension}#${value}#`)) {
      amounts.set(name, (amounts.get(name) ?? 0) + amount);
    }
  }
  return amounts;
};

/** The counts in the attributes of an item that counts one thing. */
export const fromCounters = (attributes: Readonly<Record<string, unknown>>): UsageCounts =>
  addCounts(
    NO_COUNTS,
    Object.fromEntries(COUNTERS.map((counter) => [counter, Number(attributes[NAMES[counter]] ?? 0)])),
  );

/** The counts of a dimension in the attributes of a day's item, by value. */
export const fromNamedCounters = (
  day: string,
  dimension: UsageDimension,
  attributes: Readonly<Record<string, unknown>>,
): readonly UsageCount[] => {
  const prefix = `${dimension}#`;
  const values = new Map<string, Record<string, unknown>>();
  for (const [name, amount] of Object.entries(attributes)) {
    if (!name.startsWith(prefix)) continue;
    const separator = name.lastIndexOf('#');
    const value = name.slice(prefix.length, separator);
    values.set(value, { ...values.get(value), [name.slice(separator + 1)]: amount });
  }
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, counters]) => ({ day, value, ...fromCounters(counters) }));
};
