import type { WorkOutcome } from '#core/queue/work-queue.ts';
import type { Batch } from './batch.ts';
import type { BatchPorts } from './batch-ports.ts';
import {
  answeredBatch,
  checkedBatch,
  finalizingBatch,
  isWorkedOff,
  stoppedBatch,
  walkedBatch,
} from './batch-transitions.ts';
import { changeBatch } from './change-batch.ts';
import { checkInput } from './check-input.ts';
import { concludeBatch } from './conclude-batch.ts';
import { purgeBatch } from './purge-batch.ts';
import { tallyLines } from './tally-lines.ts';
import { walkLines } from './walk-lines.ts';
import { writeResults } from './write-results.ts';

const DONE: WorkOutcome = { kind: 'done' };
const AGAIN: WorkOutcome = { kind: 'again', afterSeconds: 0 };

/** A line was counted that has not ended: that is rare, and over soon. */
const LATER: WorkOutcome = { kind: 'again', afterSeconds: 30 };

const outputIds = ({ dialect }: Batch, { newId, clock }: BatchPorts): Pick<Batch, 'outputFileId' | 'errorFileId'> => {
  if (dialect === 'anthropic') return {};
  const nowMs = clock();
  return { outputFileId: newId('file', nowMs), errorFileId: newId('file', nowMs) };
};

const validate = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const checked = await checkInput(batch, ports);
  const nowMs = ports.clock();
  await changeBatch(batch, (latest) => checkedBatch(latest, checked, nowMs), ports.batches);
  return AGAIN;
};

const advance = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const nowMs = ports.clock();
  if (isWorkedOff(batch)) {
    const ids = outputIds(batch, ports);
    await changeBatch(batch, (latest) => finalizingBatch(latest, ids, nowMs), ports.batches);
    return AGAIN;
  }
  if (!batch.stop && batch.startBeforeMs <= nowMs) {
    await changeBatch(batch, (latest) => stoppedBatch(latest, 'expired', nowMs), ports.batches);
    return AGAIN;
  }
  if (batch.next) return walkLines(batch, ports);
  // Somebody who changes it meanwhile takes it further.
  await ports.batches.replace(walkedBatch(batch, null, nowMs));
  return DONE;
};

const finalize = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const tally = await tallyLines(batch, ports.jobs);
  if (!tally) return LATER;
  const usage = await writeResults(batch, tally.counts.succeeded, ports);
  const nowMs = ports.clock();
  await changeBatch(batch, (latest) => answeredBatch(latest, { ...tally, usage }, nowMs), ports.batches);
  return AGAIN;
};

/**
 * Takes a batch one step further.
 *
 * Safe to repeat, and for several to do at once: a step changes the record by its version, and what else it does is the
 * same whoever does it.
 */
export const stepBatch = async (
  { tenantId, batchId }: { readonly tenantId: string; readonly batchId: string },
  ports: BatchPorts,
): Promise<WorkOutcome> => {
  const batch = await ports.batches.get(tenantId, batchId);
  if (!batch) return DONE;
  if (batch.deletedAtMs !== undefined) {
    await purgeBatch(batch, ports);
    return DONE;
  }
  switch (batch.status) {
    case 'validating':
      return validate(batch, ports);
    case 'in_progress':
      return advance(batch, ports);
    case 'finalizing':
      return finalize(batch, ports);
    default:
      await concludeBatch(batch, ports);
      return DONE;
  }
};
