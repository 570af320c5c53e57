import { addCounts, NO_COUNTS } from '#core/usage/usage-counts.ts';
import type { UsageIncrement } from '#core/usage/usage-increment.ts';
import {
  isManyValued,
  maxValuesPerDay,
  OTHER_VALUES,
  type UsageCount,
  type UsageDimension,
  type UsageStore,
} from '#core/usage/usage-store.ts';

type StoredCount = UsageCount & { readonly tenantId: string; readonly dimension: UsageDimension };

/** Stands in for the table: keeps counters in memory. */
export const createMemoryUsageStore = (): UsageStore => {
  const counts = new Map<string, StoredCount>();
  const counting = new Set<string>();

  const idOf = ({ tenantId, day, promptId }: UsageIncrement): string => JSON.stringify([tenantId, day, promptId]);

  const knownValue = ({ tenantId, day }: UsageIncrement, dimension: UsageDimension, value: string): string => {
    if (!isManyValued(dimension)) return value;
    const known = [...counts.values()].filter(
      (count) => count.tenantId === tenantId && count.day === day && count.dimension === dimension,
    );
    const isKnown = known.some((count) => count.value === value);
    const others = known.filter((count) => count.value !== OTHER_VALUES);
    return isKnown || others.length < maxValuesPerDay(dimension) ? value : OTHER_VALUES;
  };

  return {
    add: async (increment) => {
      const { tenantId, day, entries } = increment;
      if (counting.has(idOf(increment))) return;
      counting.add(idOf(increment));
      const countedInOthers = new Set<UsageDimension>();
      for (const { dimension, value: asked, counts: more } of entries) {
        const value = knownValue(increment, dimension, asked);
        if (value === OTHER_VALUES && countedInOthers.has(dimension)) continue;
        if (value === OTHER_VALUES) countedInOthers.add(dimension);
        const key = JSON.stringify([tenantId, dimension, day, value]);
        counts.set(key, {
          ...addCounts(counts.get(key) ?? NO_COUNTS, more),
          ...{ tenantId, dimension, day, value },
        });
      }
    },
    forget: async (increment) => {
      counting.delete(idOf(increment));
    },
    read: async (tenantId, dimension, from, to) =>
      [...counts.values()]
        .filter((count) => count.tenantId === tenantId && count.dimension === dimension)
        .filter(({ day }) => day >= from && day <= to)
        .map(({ tenantId: _t, dimension: _d, ...count }) => count)
        .sort((a, b) => (`${a.day} ${a.value}` < `${b.day} ${b.value}` ? -1 : 1)),
    listTenants: async (month, { limit, after = '' }) => {
      const active = [...counts.values()].filter(({ day }) => day.startsWith(month)).map(({ tenantId }) => tenantId);
      const tenantIds = [...new Set(active)].sort().filter((tenantId) => tenantId > after);
      return { tenantIds: tenantIds.slice(0, limit), hasMore: tenantIds.length > limit };
    },
  };
};
