import { type Batch, NO_LINES_COUNTED } from '#core/batches/batch.ts';
import { FILE_START } from '#core/batches/byte-lines.ts';
import { newLineJob } from '#core/batches/new-line-job.ts';
import type { Job } from '#core/jobs/job.ts';
import type { LineJob } from '#core/jobs/line-job.ts';

const DAY_MS = 86_400_000;

/** A batch that was just made, of an input that is yet to be read. */
export const batchOf = (id: string, createdAtMs: number, more: Partial<Batch> = {}): Batch => {
  const isAnthropic = id.startsWith('msgbatch_');
  return {
    id,
    tenantId: 'tenant-1',
    owner: { kind: 'api_key', id: 'key:alice', tenantId: more.tenantId ?? 'tenant-1', scopes: ['prompts'] },
    requestId: 'request-1',
    dialect: isAnthropic ? 'anthropic' : 'openai',
    endpoint: isAnthropic ? '/v1/messages' : '/v1/chat/completions',
    inputFileId: 'file_1',
    metadata: { a: 'b' },
    outputSeconds: 3600,
    status: 'validating',
    total: 0,
    next: FILE_START,
    counts: NO_LINES_COUNTED,
    costMicroUsd: 0,
    problems: [],
    createdAtMs,
    startBeforeMs: createdAtMs + DAY_MS,
    checkAtMs: createdAtMs + 60_000,
    expiresAtSeconds: Math.floor((createdAtMs + 30 * DAY_MS) / 1000),
    version: 1,
    ...more,
  };
};

/** A line of a batch that has ended, or as told. */
export const lineOf = (batch: Batch, line: number, more: Partial<Job> = {}): LineJob => {
  const place = { line, offsetBytes: 10 * line, lengthBytes: 9 };
  const job = newLineJob(batch, { place, customId: `line-${line}`, profile: 'chat' }, batch.createdAtMs);
  return { ...job, status: 'completed', costMicroUsd: 7, ...more, batchLine: job.batchLine };
};
