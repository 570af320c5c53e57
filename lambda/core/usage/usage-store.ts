import type { UsageCounts } from './usage-counts.ts';
import type { UsageIncrement } from './usage-increment.ts';

/** By what usage is told apart that may have many values: what callers choose. */
export type ManyValued = 'key' | 'tag' | `metadata:${string}`;

/** By what usage is told apart. */
export type UsageDimension = 'hour' | 'model' | 'profile' | ManyValued;

/** Whether that may have many values. */
export const isManyValued = (dimension: UsageDimension): dimension is ManyValued =>
  dimension !== 'hour' && dimension !== 'model' && dimension !== 'profile';

/** A tenant's counters of one day and one value of a dimension. */
export interface UsageCount extends UsageCounts {
  /** `YYYY-MM-DD`, in the time zone that its prompts were counted in. */
  readonly day: string;
  /** The hour with its offset, or the id of the model, the profile, the caller, the tag, or the value in the metadata. */
  readonly value: string;
}

/** What stands for all values beyond those that a day may have. */
export const OTHER_VALUES = '(other)';

/** How many values a tenant's day may have; the rest is counted together. */
export const maxValuesPerDay = (dimension: ManyValued): number => (dimension === 'key' ? 1_000 : 100);

/** Counters kept at settlement: reading them costs the same however many prompts there were. */
export interface UsageStore {
  /** Counts a prompt once: repeating it before `forget` changes nothing. */
  add(increment: UsageIncrement): Promise<void>;
  /** Forgets that the prompt was counted, once nothing can count it again (after `PromptStore.close`). */
  forget(increment: UsageIncrement): Promise<void>;
  /** The counters of the tenant's days `from` to `to`, both included, by day and value. */
  read(tenantId: string, dimension: UsageDimension, from: string, to: string): Promise<readonly UsageCount[]>;
  /** Tenants that had prompts in that month (`YYYY-MM`), in the order of their ids. */
  listTenants(month: string, query: { readonly limit: number; readonly after?: string }): Promise<ActiveTenants>;
}

/** A page of tenants that had prompts. */
export interface ActiveTenants {
  readonly tenantIds: readonly string[];
  readonly hasMore: boolean;
}
