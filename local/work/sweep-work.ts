import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { sweepFiles } from '#core/files/sweep-files.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { sweepAll } from '#core/sweep-all.ts';
import { sweepDeliveries } from '#core/webhooks/sweep-deliveries.ts';
import type { LocalPorts } from '#local/local-ports.ts';

/**
 * Queues what waits and is not queued, or is to expire, as the sweeper function does. Not prompts: those that a crash
 * left are settled as the stores are opened, and what this process runs, it ends.
 *
 * @param checkBeforeMs only what is to be looked at before then; `Infinity` where nobody else works on anything.
 * @throws AggregateError after the last, if some could not be.
 */
export const sweepWork = async (ports: LocalPorts, checkBeforeMs: number): Promise<void> => {
  await sweepAll({
    deliveries: () => sweepDeliveries(ports, checkBeforeMs),
    batches: () => sweepBatches(ports, checkBeforeMs),
    files: () => sweepFiles(ports),
    jobs: () => sweepJobs(ports, checkBeforeMs),
  });
};
