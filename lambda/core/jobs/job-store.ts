import type { Job, JobStatus } from './job.ts';
import type { LineJob } from './line-job.ts';

/** Which jobs of a tenant to list, newest first. */
export interface JobQuery {
  readonly limit: number;
  /** Only jobs older than the one with this id. */
  readonly after?: string;
  readonly status?: JobStatus;
}

/** A page of jobs. */
export interface JobPage {
  readonly jobs: readonly Job[];
  readonly hasMore: boolean;
  /** What the next page comes `after`; with a filter a page may be short, or empty, and have more. */
  readonly lastId?: string;
}

/** Where jobs are kept. Every call but `listOpen` is confined to one tenant. */
export interface JobStore {
  /** Stores a new job. @returns false if there is one with its id. */
  create(job: Job): Promise<boolean>;
  /** As last written. */
  get(tenantId: string, id: string): Promise<Job | undefined>;
  /** Jobs of their own: lines of batches are not among them. */
  list(tenantId: string, query: JobQuery): Promise<JobPage>;
  /** The lines of a batch, in their order. */
  listLines(tenantId: string, batchId: string): AsyncIterable<LineJob>;
  /**
   * Stores what has become of a job, if nobody else has changed it since it was read.
   *
   * @returns the job as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(job: Job): Promise<Job | undefined>;
  /** Deletes a job, unless it was changed since it was read. @returns false if it was, or is not there. */
  delete(job: Job): Promise<boolean>;
  /** Jobs to be looked at before that time, of all tenants. */
  listOpen(checkBeforeMs: number): AsyncIterable<Job>;
}
