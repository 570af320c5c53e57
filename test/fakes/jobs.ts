import { newId } from '#adapters/system/new-id.ts';
import type { Job } from '#core/jobs/job.ts';
import { lineJobId } from '#core/jobs/job-id.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import { ALICE } from './fake-ports.ts';

const DAY_MS = 86_400_000;

/** A job of Alice's that was queued then. */
export const jobOf = (nowMs: number, more: Partial<Job> = {}): Job => ({
  id: newId('job', nowMs),
  tenantId: ALICE.tenantId,
  owner: { kind: ALICE.kind, id: ALICE.id, tenantId: more.tenantId ?? ALICE.tenantId, scopes: [...ALICE.scopes] },
  requestId: 'request-1',
  status: 'queued',
  metadata: {},
  createdAtMs: nowMs,
  startBeforeMs: nowMs + DAY_MS,
  attempts: 0,
  maxAttempts: 3,
  costMicroUsd: 0,
  checkAtMs: nowMs + 3_600_000,
  expiresAtSeconds: Math.floor((nowMs + DAY_MS) / 1000),
  version: 1,
  ...more,
});

/** The job of a line of that batch. */
export const lineJobOf = (nowMs: number, batchId: string, line: number, more: Partial<Job> = {}): LineJob => ({
  ...jobOf(nowMs, { id: lineJobId(batchId, line), ...more }),
  batchLine: {
    ...{ batchId, line, customId: `line ${line}`, endpoint: '/v1/messages' },
    ...{ offsetBytes: line * 100, lengthBytes: 100 },
  },
});
