import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { sweepAll } from '#core/sweep-all.ts';
import { sweepDeliveries } from '#core/webhooks/sweep-deliveries.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';

/** As often as lib/sweeper-function.ts does. */
const INTERVAL_MS = 300_000;

/**
 * Looks after what waits, as the sweeper function does: what is to expire, or whose message was lost. Not after prompts:
 * what this process runs, it ends.
 *
 * @returns what ends that.
 */
export const startSweeper = (ports: LocalPorts, pending: Pending): (() => void) => {
  const { clock, report, repeat } = ports;

  const sweep = async (): Promise<void> => {
    const nowMs = clock();
    await sweepAll({
      deliveries: () => sweepDeliveries(ports, nowMs),
      jobs: () => sweepJobs(ports, nowMs),
      batches: () => sweepBatches(ports, nowMs),
    });
  };

  const { clear } = repeat(INTERVAL_MS, () =>
    pending.during(sweep).catch((error: unknown) => {
      report('not all that waits could be looked after', error);
    }),
  );
  return clear;
};
