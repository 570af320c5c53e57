import type { WorkOutcome } from '#core/queue/work-queue.ts';
import type { Batch } from './batch.ts';
import type { BatchPorts } from './batch-ports.ts';
import { answeredBatch, releasedBatch } from './batch-transitions.ts';
import { changeBatch } from './change-batch.ts';
import { concludeBatch } from './conclude-batch.ts';
import { tallyLines } from './tally-lines.ts';
import { writeResults } from './write-results.ts';

/** A line was counted that has not ended: that is rare, and over soon. */
const LATER: WorkOutcome = { kind: 'again', afterSeconds: 30 };

const answer = async (batch: Batch, ports: BatchPorts): Promise<Batch | undefined> => {
  const tally = await tallyLines(batch, ports.jobs);
  if (!tally) return undefined;
  const usage = await writeResults(batch, tally.counts.succeeded, ports);
  const nowMs = ports.clock();
  return changeBatch(batch, (latest) => answeredBatch(latest, { ...tally, usage }, nowMs), ports.batches);
};

const release = async (batch: Batch, { batches, clock }: BatchPorts): Promise<void> => {
  const nowMs = clock();
  await changeBatch(batch, (latest) => releasedBatch(latest, nowMs), batches);
};

/**
 * Writes the results of a batch whose lines have all ended, and tells everybody who must know.
 *
 * @param batch is the caller's alone; if it cannot be finished now, it is given back.
 */
export const answerBatch = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const answered = await answer(batch, ports).catch(async (error) => {
    await release(batch, ports);
    throw error;
  });
  if (answered) {
    await concludeBatch(answered, ports);
    return { kind: 'done' };
  }
  await release(batch, ports);
  return LATER;
};
