import type { Principal } from '#core/auth/principal.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { Settings } from '#core/settings.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { Job } from './job.ts';
import type { JobBody } from './job-body.ts';
import type { JobStore } from './job-store.ts';

/** What submitting a job needs of the world. */
export interface SubmitJobPorts {
  readonly jobs: JobStore;
  readonly texts: TextStore;
  readonly queue: WorkQueue;
  readonly settings: Settings;
  readonly clock: () => number;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** A job to be made. */
export interface JobOrder {
  readonly body: JobBody;
  readonly principal: Pick<Principal, 'kind' | 'id' | 'tenantId' | 'scopes'>;
  readonly requestId: string;
  /**
   * Its id, so that making it again makes nothing.
   * @default - a new one
   */
  readonly id?: string;
  readonly scheduleId?: string;
}

/**
 * Stores a job and queues it: from here on it comes to an end, whatever dies.
 *
 * @throws ServiceError for a request that could never run; `unavailable` if it could not be queued: then it is not there.
 */
export const submitJob = async (_order: JobOrder, _ports: SubmitJobPorts): Promise<Job> => {
  throw new Error('to be written');
};
