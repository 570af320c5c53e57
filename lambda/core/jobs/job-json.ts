import { z } from 'zod';
import { type Prompt, PromptError } from '#core/prompts/prompt.ts';
import { PromptJson, toPromptJson } from '#core/prompts/prompt-json.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { type Job, JobStatus } from './job.ts';

const instant = z.iso.datetime();

/** A job as a list shows it. */
export const JobSummaryJson = z.object({
  id: z.string(),
  object: z.literal('job'),
  status: JobStatus,
  prompt_id: z.string().nullable().meta({ description: 'The prompt of the latest attempt.' }),
  error: PromptError.nullable().meta({ description: 'Why it failed.' }),
  attempts: z.int().meta({ description: 'How often it was started.' }),
  max_attempts: z.int(),
  cost_usd: z.number().meta({ description: 'Of all attempts.' }),
  metadata: z.record(z.string(), z.string()),
  webhook_url: z.string().nullable(),
  schedule_id: z.string().nullable(),
  batch_id: z.string().nullable(),
  custom_id: z.string().nullable(),
  request_id: z.string(),
  created_at: instant,
  start_before: instant.meta({ description: 'If it has not started by then, it expires.' }),
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
  expires_at: instant.meta({ description: 'When the record is deleted.' }),
});
export type JobSummaryJson = z.infer<typeof JobSummaryJson>;

/** A job as the API shows it, with its prompt and so its answer once there is one. */
export const JobJson = JobSummaryJson.extend({ prompt: PromptJson.nullable() });
export type JobJson = z.infer<typeof JobJson>;

/** The job as a list, an event or a webhook shows it. */
export const toJobSummaryJson = (job: Job): JobSummaryJson => ({
  id: job.id,
  object: 'job',
  status: job.status,
  prompt_id: job.promptId ?? null,
  error: job.error ?? null,
  attempts: job.attempts,
  max_attempts: job.maxAttempts,
  cost_usd: toUsd(job.costMicroUsd),
  metadata: job.metadata,
  webhook_url: job.webhookUrl ?? null,
  schedule_id: job.scheduleId ?? null,
  batch_id: job.batchLine?.batchId ?? null,
  custom_id: job.batchLine?.customId ?? null,
  request_id: job.requestId,
  created_at: toInstant(job.createdAtMs),
  start_before: toInstant(job.startBeforeMs),
  started_at: maybeInstant(job.startedAtMs),
  finished_at: maybeInstant(job.finishedAtMs),
  expires_at: toInstant(job.expiresAtSeconds * 1000),
});

/** The job as the API shows it. */
export const toJobJson = (job: Job, prompt: Prompt | undefined): JobJson => ({
  ...toJobSummaryJson(job),
  prompt: prompt ? toPromptJson(prompt) : null,
});
