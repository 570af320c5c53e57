import type { LineJob } from '#core/jobs/line-job.ts';
import { mapInOrder } from '#core/map-in-order.ts';
import type { WorkOutcome } from '#core/queue/work-queue.ts';
import type { Batch } from './batch.ts';
import { type BatchPorts, CALLS_AT_ONCE } from './batch-ports.ts';
import { walkedBatch } from './batch-transitions.ts';
import { FILE_START } from './byte-lines.ts';
import { foundLines } from './found-lines.ts';
import { newLineJob } from './new-line-job.ts';
import { stopLine } from './stop-line.ts';

/** Lines after which is noted how far it went. */
const LINES_AT_ONCE = 200;

/** A worker has fifteen minutes; the rest is for another message. */
const MAX_STEP_MS = 5 * 60_000;

const make = async (lines: readonly LineJob[], { jobs, queue }: BatchPorts): Promise<void> => {
  await Array.fromAsync(mapInOrder(lines, CALLS_AT_ONCE, jobs.create));
  // Also of those that were there: whoever made them may have died before this.
  await queue.send(lines.map(({ tenantId, id: jobId }) => ({ kind: 'job', tenantId, jobId })));
};

const stopAll = async (
  lines: readonly LineJob[],
  stop: NonNullable<Batch['stop']>,
  ports: BatchPorts,
): Promise<void> => {
  await Array.fromAsync(mapInOrder(lines, CALLS_AT_ONCE, (line) => stopLine(line, stop, ports)));
};

/**
 * Goes through the lines of a batch, and makes each a job; or, if the batch is being stopped, ends it.
 *
 * Notes how far it went, so that another message goes on from there. What was done since is done again, which changes
 * nothing. Somebody who stops the batch meanwhile begins again at its first line, so that whatever is made here until
 * it is noticed is stopped too.
 */
export const walkLines = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const { batches, clock } = ports;
  const again: WorkOutcome = { kind: 'again', afterSeconds: 0 };
  const untilMs = clock() + MAX_STEP_MS;
  let latest = batch;
  let lines: LineJob[] = [];

  const finishLines = async (next: Batch['next']): Promise<boolean> => {
    if (latest.stop) await stopAll(lines, latest.stop, ports);
    else await make(lines, ports);
    lines = [];
    const noted = await batches.replace(walkedBatch(latest, next, clock()));
    latest = noted ?? latest;
    return noted !== undefined;
  };

  for await (const found of foundLines(batch, batch.next ?? FILE_START, ports)) {
    if (lines.length === LINES_AT_ONCE) {
      const { line, offsetBytes } = found.place;
      if (!(await finishLines({ line, offsetBytes })) || clock() >= untilMs) return again;
    }
    lines.push(newLineJob(batch, found, clock()));
  }
  return (await finishLines(null)) ? { kind: 'done' } : again;
};
