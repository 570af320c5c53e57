import type { UsageCount, UsageIncrement, UsageStore } from '#core/usage/usage-store.ts';

const emptyCount = (day: string, model: string): UsageCount => ({
  day,
  model,
  requests: 0,
  errors: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadInputTokens: 0,
  cacheCreationInputTokens: 0,
  costMicroUsd: 0,
});

const addCounts = (a: UsageCount, b: Partial<UsageCount>): UsageCount => ({
  ...a,
  requests: a.requests + (b.requests ?? 0),
  errors: a.errors + (b.errors ?? 0),
  inputTokens: a.inputTokens + (b.inputTokens ?? 0),
  outputTokens: a.outputTokens + (b.outputTokens ?? 0),
  cacheReadInputTokens: a.cacheReadInputTokens + (b.cacheReadInputTokens ?? 0),
  cacheCreationInputTokens: a.cacheCreationInputTokens + (b.cacheCreationInputTokens ?? 0),
  costMicroUsd: a.costMicroUsd + (b.costMicroUsd ?? 0),
});

/** Stands in for the table: keeps counters in memory. */
export const createMemoryUsageStore = (): UsageStore => {
  const counts = new Map<string, UsageCount & { readonly tenantId: string }>();
  const counting = new Set<string>();

  const count = ({ tenantId, day }: UsageIncrement, model: string, more: Partial<UsageCount>) => {
    const key = JSON.stringify([tenantId, day, model]);
    counts.set(key, { ...addCounts(counts.get(key) ?? emptyCount(day, model), more), tenantId });
  };

  return {
    add: async (increment) => {
      if (counting.has(increment.promptId)) return;
      counting.add(increment.promptId);
      count(increment, increment.model, { requests: 1, errors: increment.isError ? 1 : 0 });
      for (const usage of increment.modelUsage) count(increment, usage.model, usage);
    },
    forget: async ({ promptId }) => {
      counting.delete(promptId);
    },
    read: async (tenantId, from, to) =>
      [...counts.values()]
        .filter((count) => count.tenantId === tenantId && count.day >= from && count.day <= to)
        .map(({ tenantId: _, ...count }) => count)
        .sort((a, b) => (`${a.day} ${a.model}` < `${b.day} ${b.model}` ? -1 : 1)),
  };
};
