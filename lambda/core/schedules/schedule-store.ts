import type { Schedule } from './schedule.ts';

/** A page of a tenant's schedules, newest first. */
export interface SchedulePage {
  readonly schedules: readonly Schedule[];
  readonly hasMore: boolean;
}

/** Where schedules are kept. Every call but `listActive` is confined to one tenant. */
export interface ScheduleStore {
  /** Stores a new one. Fails if there is one with its id. */
  create(schedule: Schedule): Promise<void>;
  /** As last written. */
  get(tenantId: string, id: string): Promise<Schedule | undefined>;
  list(tenantId: string, query: { readonly limit: number; readonly after?: string }): Promise<SchedulePage>;
  /** How many a tenant has, as last written. */
  count(tenantId: string): Promise<number>;
  /**
   * Stores what has become of one, if nobody else has changed it since it was read.
   *
   * @returns it as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(schedule: Schedule): Promise<Schedule | undefined>;
  /** Deletes one. @returns false if it is not there, or was changed since it was read. */
  delete(schedule: Schedule): Promise<boolean>;
  /** Those that make jobs by themselves, of all tenants. */
  listActive(): AsyncIterable<Schedule>;
}
