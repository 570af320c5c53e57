import { z } from 'zod';
import { PromptError } from '#core/prompts/prompt.ts';

/** Where a job is in its life: waits, runs, is being stopped, has ended. */
export const JobStatus = z.enum(['queued', 'in_progress', 'canceling', 'completed', 'failed', 'canceled', 'expired']);
export type JobStatus = z.infer<typeof JobStatus>;

/** On whose behalf a job runs. What that principal may do is looked up when it runs. */
export const JobOwner = z.object({
  kind: z.enum(['user', 'client', 'api_key']),
  id: z.string(),
  tenantId: z.string(),
  scopes: z.array(z.string()),
});
export type JobOwner = z.infer<typeof JobOwner>;

/** A line of a batch, and where its request is: the bytes of its input. */
export const BatchLine = z.object({
  batchId: z.string(),
  /** Counts from 0. */
  line: z.int().nonnegative(),
  customId: z.string(),
  endpoint: z.enum(['/v1/messages', '/v1/chat/completions', '/v1/responses']),
  offsetBytes: z.int().nonnegative(),
  lengthBytes: z.int().positive(),
});
export type BatchLine = z.infer<typeof BatchLine>;

/**
 * A prompt that runs when there is room for it, and whose answer waits.
 *
 * Its request and, for a line of a batch, its answer, are texts beside it (`core/jobs/job-texts.ts`); every other answer
 * is that of its prompt.
 */
export const Job = z.object({
  /** `job_…`; of a line of a batch, with the batch's id and the line in it (`core/jobs/job-id.ts`). */
  id: z.string(),
  tenantId: z.string(),
  owner: JobOwner,
  requestId: z.string(),
  status: JobStatus,
  metadata: z.record(z.string(), z.string()),
  /** Told of its end, besides the tenant's webhooks. */
  webhookUrl: z.string().exactOptional(),
  /** The schedule that made it. */
  scheduleId: z.string().exactOptional(),
  /** Absent: it is a job of its own. */
  batchLine: BatchLine.exactOptional(),
  createdAtMs: z.int(),
  /** Not started by then, it expires. */
  startBeforeMs: z.int(),
  /** Times that it was started. */
  attempts: z.int().nonnegative(),
  /** Times that it may be started. */
  maxAttempts: z.int().positive(),
  /** The prompt of the latest attempt that was let in, or that is on its way in. */
  promptId: z.string().exactOptional(),
  /** The prompts of the attempts before that, the first first. */
  formerPromptIds: z.array(z.string()).exactOptional(),
  startedAtMs: z.int().exactOptional(),
  finishedAtMs: z.int().exactOptional(),
  error: PromptError.exactOptional(),
  costMicroUsd: z.int().nonnegative(),
  /** When to look whether it was left by a crash; absent: it has ended, and everybody who must know was told. */
  checkAtMs: z.int().exactOptional(),
  /** When the record is deleted. */
  expiresAtSeconds: z.int(),
  /** Rises with every change. */
  version: z.int(),
});
export type Job = z.infer<typeof Job>;
