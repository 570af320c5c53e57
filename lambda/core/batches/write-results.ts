import { fileKey, type StoredFile } from '#core/files/stored-file.ts';
import { answerText } from '#core/jobs/job-texts.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import { mapInOrder } from '#core/map-in-order.ts';
import { addUsage, NO_USAGE, type TokenUsage } from '#core/runs/token-usage.ts';
import { answerUsage } from './answer-usage.ts';
import type { Batch } from './batch.ts';
import { resultsKey } from './batch-objects.ts';
import { type BatchPorts, CALLS_AT_ONCE } from './batch-ports.ts';
import { LineAnswer } from './line-answer.ts';
import { toResultLine } from './result-line.ts';

interface Result {
  readonly text: string;
  readonly usage: TokenUsage;
}

const resultOf = async (job: LineJob, { dialect }: Batch, { texts }: BatchPorts): Promise<Result> => {
  if (job.status !== 'completed')
    return { text: JSON.stringify(toResultLine(job, undefined, dialect)), usage: NO_USAGE };
  const kept = await texts.get(answerText(job));
  if (kept === undefined) throw new Error(`the answer of ${job.id} is not there`);
  const answer = LineAnswer.parse(JSON.parse(kept));
  return {
    text: JSON.stringify(toResultLine(job, answer, dialect)),
    usage: answerUsage(answer.body, job.batchLine.endpoint),
  };
};

/** Which lines. */
type Selection = (job: LineJob) => boolean;

const ALL: Selection = () => true;
const SUCCEEDED: Selection = ({ status }) => status === 'completed';
const OTHERS: Selection = ({ status }) => status !== 'completed';

/** What was written. */
interface Written {
  readonly bytes: number;
  readonly usage: TokenUsage;
}

const write = async (key: string, select: Selection, batch: Batch, ports: BatchPorts): Promise<Written> => {
  const encoder = new TextEncoder();
  let bytes = 0;
  let usage = NO_USAGE;
  const selected = async function* () {
    for await (const job of ports.jobs.listLines(batch.tenantId, batch.id)) {
      if (select(job)) yield job;
    }
  };
  const chunks = async function* () {
    for await (const result of mapInOrder(selected(), CALLS_AT_ONCE, (job) => resultOf(job, batch, ports))) {
      usage = addUsage(usage, result.usage);
      const chunk = encoder.encode(`${result.text}\n`);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await ports.objects.write(key, chunks());
  return { bytes, usage };
};

const writeFile = async (
  { id, name }: { readonly id: string; readonly name: string },
  select: Selection,
  batch: Batch,
  ports: BatchPorts,
): Promise<Written> => {
  const written = await write(fileKey(id), select, batch, ports);
  const createdAtMs = batch.finalizingAtMs ?? ports.clock();
  const file: StoredFile = {
    id,
    tenantId: batch.tenantId,
    filename: `${batch.id}_${name}.jsonl`,
    purpose: 'batch_output',
    bytes: written.bytes,
    isUploaded: true,
    createdAtMs,
    expiresAtSeconds: Math.floor(createdAtMs / 1000) + batch.outputSeconds,
  };
  await ports.files.create(file);
  return written;
};

/**
 * Writes what has become of the lines of a batch, one JSON object a line: apart from files, or as files of what
 * succeeded and of the rest, if there are any. Safe to repeat.
 *
 * @returns what its answers have used.
 */
export const writeResults = async (batch: Batch, succeeded: number, ports: BatchPorts): Promise<TokenUsage> => {
  const { id, outputFileId, errorFileId, total } = batch;
  if (outputFileId === undefined || errorFileId === undefined) {
    return (await write(resultsKey(id), ALL, batch, ports)).usage;
  }
  if (succeeded < total) await writeFile({ id: errorFileId, name: 'error' }, OTHERS, batch, ports);
  if (succeeded === 0) return NO_USAGE;
  return (await writeFile({ id: outputFileId, name: 'output' }, SUCCEEDED, batch, ports)).usage;
};
