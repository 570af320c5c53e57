import type { WorkOutcome } from '#core/queue/work-queue.ts';
import { answerBatch } from './answer-batch.ts';
import type { Batch } from './batch.ts';
import type { BatchPorts } from './batch-ports.ts';
import {
  checkedBatch,
  finalizingBatch,
  isWorkedOff,
  isWorkedOn,
  stoppedBatch,
  walkedBatch,
  workedOn,
} from './batch-transitions.ts';
import { changeBatch } from './change-batch.ts';
import { checkInput } from './check-input.ts';
import { concludeBatch } from './conclude-batch.ts';
import { purgeBatch } from './purge-batch.ts';
import { walkLines } from './walk-lines.ts';

const DONE: WorkOutcome = { kind: 'done' };
const AGAIN: WorkOutcome = { kind: 'again', afterSeconds: 0 };

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
    const finalizing = await ports.batches.replace(finalizingBatch(batch, outputIds(batch, ports), nowMs));
    return finalizing ? answerBatch(finalizing, ports) : AGAIN;
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

/** Several may be told that the last line has ended: one of them writes the results, which takes its time. */
const finalize = async (batch: Batch, ports: BatchPorts): Promise<WorkOutcome> => {
  const nowMs = ports.clock();
  const claimed = isWorkedOn(batch, nowMs) ? undefined : await ports.batches.replace(workedOn(batch, nowMs));
  return claimed ? answerBatch(claimed, ports) : DONE;
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
