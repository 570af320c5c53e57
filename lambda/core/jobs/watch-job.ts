import type { Sleep } from '#core/sleep.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';
import { isLine } from './line-job.ts';
import type { Lines } from './lines.ts';

/** What watching a job needs of the world. */
export interface WatchPorts {
  readonly jobs: JobStore;
  readonly lines: Pick<Lines, 'isCanceled'>;
  readonly sleep: Sleep;
  readonly report: (message: string, error: unknown) => void;
}

const INTERVAL_MS = 1_000;

/** Whether the attempt is still the job's, and nobody has stopped that, nor the batch that it is a line of. */
const mayGoOn = async ({ tenantId, id, promptId }: Job, { jobs, lines }: WatchPorts): Promise<boolean> => {
  const job = await jobs.get(tenantId, id);
  if (job?.status !== 'in_progress' || job.promptId !== promptId) return false;
  return !(isLine(job) && (await lines.isCanceled(job)));
};

/**
 * Looks once a second whether the attempt of a job that runs is to be stopped, until it is, or the signal aborts.
 *
 * @param job as it was started.
 */
export const watchJob = async (job: Job, stop: () => void, until: AbortSignal, ports: WatchPorts): Promise<void> => {
  const { sleep, report } = ports;
  while (!until.aborted) {
    await sleep(INTERVAL_MS, until);
    if (until.aborted) return;
    try {
      if (await mayGoOn(job, ports)) continue;
      return stop();
    } catch (error) {
      report('a running job could not be looked at', error);
    }
  }
};
