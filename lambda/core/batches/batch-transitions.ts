import { type Batch, type BatchStatus, endedLines, type LineCounts } from './batch.ts';
import { FILE_START } from './byte-lines.ts';
import type { CheckedInput } from './input-checker.ts';

const MINUTE_MS = 60_000;

/** A worker takes up to fifteen minutes; then whatever it was doing is nobody's any more. */
const WORKED_ON_MS = 16 * MINUTE_MS;
/** Nothing is to be done until its lines have ended: the last says so. */
const WAITING_MS = 60 * MINUTE_MS;
/** Whoever ended a batch tells those who must know at once. */
const ENDED_CHECK_MS = MINUTE_MS;

const FINAL: ReadonlySet<BatchStatus> = new Set(['completed', 'failed', 'canceled', 'expired']);

/** Whether the batch has ended: nothing changes that any more. */
export const hasBatchEnded = ({ status }: Pick<Batch, 'status'>): boolean => FINAL.has(status);

/** Whether every line has ended, as far as they were counted. */
export const isWorkedOff = ({ status, total, counts }: Batch): boolean =>
  status === 'in_progress' && endedLines(counts) >= total;

/** The batch, of which somebody does something now. */
export const workedOn = (batch: Batch, nowMs: number): Batch => ({ ...batch, checkAtMs: nowMs + WORKED_ON_MS });

/** Whether somebody does something of it, as far as is known. */
export const isWorkedOn = ({ checkAtMs = 0 }: Batch, nowMs: number): boolean => checkAtMs > nowMs;

/** The batch, of which nobody does anything any more: the next may. */
export const releasedBatch = (batch: Batch, nowMs: number): Batch =>
  isWorkedOn(batch, nowMs) ? { ...batch, checkAtMs: nowMs } : batch;

/** The batch once its input was read: it runs, or has failed. */
export const checkedBatch = (batch: Batch, { total, problems }: CheckedInput, nowMs: number): Batch => {
  if (batch.status !== 'validating') return batch;
  return problems.length > 0
    ? { ...batch, status: 'failed', problems: [...problems], endedAtMs: nowMs, checkAtMs: nowMs + ENDED_CHECK_MS }
    : { ...workedOn(batch, nowMs), status: 'in_progress', total, startedAtMs: nowMs };
};

/**
 * The batch, of whose lines none that waits is to start any more. If nothing is left to stop, it stays as it is. One that
 * is expiring may still be canceled, as lines that run would go on.
 */
export const stoppedBatch = (batch: Batch, stop: NonNullable<Batch['stop']>, nowMs: number): Batch => {
  if (batch.stop === 'canceled' || batch.stop === stop) return batch;
  if (batch.status !== 'in_progress' && batch.status !== 'validating') return batch;
  return {
    ...workedOn(batch, nowMs),
    stop,
    next: FILE_START,
    ...(stop === 'canceled' && { cancelRequestedAtMs: nowMs }),
  };
};

const waitingCheckAtMs = ({ stop, startBeforeMs }: Batch, nowMs: number): number =>
  stop ? nowMs + WAITING_MS : Math.min(startBeforeMs, nowMs + WAITING_MS);

/** The batch, whose lines were seen to up to there; `null`: all of them. */
export const walkedBatch = (batch: Batch, next: Batch['next'], nowMs: number): Batch => ({
  ...batch,
  next,
  checkAtMs: next ? nowMs + WORKED_ON_MS : waitingCheckAtMs(batch, nowMs),
});

/** A batch whose lines have all ended, to be answered under those ids. */
export const finalizingBatch = (
  batch: Batch,
  ids: Pick<Batch, 'outputFileId' | 'errorFileId'>,
  nowMs: number,
): Batch =>
  batch.status === 'in_progress'
    ? { ...workedOn(batch, nowMs), status: 'finalizing', ...ids, finalizingAtMs: nowMs }
    : batch;

/** What the results of a batch come to. */
export type BatchTally = Required<Pick<Batch, 'counts' | 'costMicroUsd' | 'usage'>>;

const endingOf = ({ stop }: Batch, { expired }: LineCounts): BatchStatus =>
  stop ?? (expired > 0 ? 'expired' : 'completed');

/** A batch whose results are written. */
export const answeredBatch = (batch: Batch, tally: BatchTally, nowMs: number): Batch => {
  if (batch.status !== 'finalizing') return batch;
  const { outputFileId: _output, errorFileId: _error, ...rest } = batch;
  const { outputFileId, errorFileId } = batch;
  const { succeeded } = tally.counts;
  return {
    ...rest,
    ...tally,
    status: endingOf(batch, tally.counts),
    ...(outputFileId !== undefined && succeeded > 0 && { outputFileId }),
    ...(errorFileId !== undefined && succeeded < batch.total && { errorFileId }),
    endedAtMs: nowMs,
    checkAtMs: nowMs + ENDED_CHECK_MS,
  };
};

/** A batch that its owner deletes: somebody deletes its lines now. */
export const deletedBatch = (batch: Batch, nowMs: number): Batch => ({
  ...workedOn(batch, nowMs),
  deletedAtMs: batch.deletedAtMs ?? nowMs,
});

/** A batch that has ended, once everybody who must know of it was told. */
export const closedBatch = (batch: Batch): Batch => {
  if (batch.checkAtMs === undefined || batch.deletedAtMs !== undefined) return batch;
  const { checkAtMs: _, ...closed } = batch;
  return closed;
};
