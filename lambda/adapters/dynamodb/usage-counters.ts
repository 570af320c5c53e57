import type { UsageCount, UsageIncrement } from '#core/usage/usage-store.ts';

/** The numbers of a `UsageCount`. */
const COUNTERS = [
  'requests',
  'errors',
  'inputTokens',
  'outputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'costMicroUsd',
] as const;
type Counter = (typeof COUNTERS)[number];

const NOTHING = Object.fromEntries(COUNTERS.map((counter) => [counter, 0])) as Record<Counter, number>;

/** What to add to each attribute of the day's item; they are named `<model>#<counter>`. */
export const toCounters = ({ model, isError, modelUsage }: UsageIncrement): ReadonlyMap<string, number> => {
  const amounts = new Map<string, number>();
  const add = (name: string, counts: Partial<Record<Counter, number>>) => {
    for (const counter of COUNTERS) {
      const amount = counts[counter] ?? 0;
      const attribute = `${name}#${counter}`;
      if (amount > 0) amounts.set(attribute, (amounts.get(attribute) ?? 0) + amount);
    }
  };
  add(model, { requests: 1, errors: isError ? 1 : 0 });
  for (const usage of modelUsage) add(usage.model, usage);
  return amounts;
};

/** The counts in the attributes of a day's item, by model. */
export const fromCounters = (day: string, attributes: Readonly<Record<string, unknown>>): readonly UsageCount[] => {
  const models = new Map<string, Record<Counter, number>>();
  for (const [name, value] of Object.entries(attributes)) {
    const separator = name.lastIndexOf('#');
    const counter = COUNTERS.find((known) => known === name.slice(separator + 1));
    if (separator < 0 || !counter || typeof value !== 'number') continue;
    const model = name.slice(0, separator);
    models.set(model, { ...(models.get(model) ?? NOTHING), [counter]: value });
  }
  return [...models].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, counts]) => ({ day, model, ...counts }));
};
