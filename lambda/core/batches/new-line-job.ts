import { DEFAULT_ATTEMPTS } from '#core/jobs/default-attempts.ts';
import { lineJobId } from '#core/jobs/job-id.ts';
import { queuedCheckAtMs } from '#core/jobs/job-transitions.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Batch } from './batch.ts';
import type { LinePlace } from './byte-lines.ts';

/** A line that is a request. */
export interface FoundLine {
  readonly place: LinePlace;
  readonly customId: string;
  readonly profile: Profile;
}

/** The job of a line, always with the same id. */
export const newLineJob = (batch: Batch, { place, customId, profile }: FoundLine, nowMs: number): LineJob => {
  const { id: batchId, tenantId, owner, requestId, endpoint, startBeforeMs, expiresAtSeconds } = batch;
  return {
    id: lineJobId(batchId, place.line),
    tenantId,
    owner,
    requestId,
    status: 'queued',
    metadata: {},
    batchLine: { batchId, customId, endpoint, ...place },
    createdAtMs: nowMs,
    startBeforeMs,
    attempts: 0,
    maxAttempts: DEFAULT_ATTEMPTS[profile],
    costMicroUsd: 0,
    checkAtMs: queuedCheckAtMs({ startBeforeMs }, nowMs),
    expiresAtSeconds,
    version: 1,
  };
};
