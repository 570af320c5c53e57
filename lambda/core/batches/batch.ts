import { z } from 'zod';
import { BatchLine, JobOwner } from '#core/jobs/job.ts';
import { TokenUsage } from '#core/runs/token-usage.ts';

const count = z.int().nonnegative();

/** The APIs that a line may be a request of. */
export const BatchEndpoint = BatchLine.shape.endpoint;
export type BatchEndpoint = z.infer<typeof BatchEndpoint>;

/** In whose words a batch was made, and is answered. */
export const BatchDialect = z.enum(['anthropic', 'openai']);
export type BatchDialect = z.infer<typeof BatchDialect>;

/** Where a batch is in its life: its input is read, its lines run, its results are written, it has ended. */
export const BatchStatus = z.enum([
  ...(['validating', 'in_progress', 'finalizing'] as const),
  ...(['completed', 'failed', 'canceled', 'expired'] as const),
]);
export type BatchStatus = z.infer<typeof BatchStatus>;

/** What has become of lines. */
export const LineCounts = z.object({ succeeded: count, errored: count, canceled: count, expired: count });
export type LineCounts = z.infer<typeof LineCounts>;

/** Why an input was refused. */
export const InputProblem = z.object({
  code: z.enum([
    ...(['invalid_json_line', 'invalid_line', 'duplicate_custom_id', 'line_too_long', 'line_not_utf8'] as const),
    ...(['empty_file', 'too_many_lines', 'input_file_gone'] as const),
  ]),
  /** Counts from 1; `null`: it is of the whole file. */
  line: z.int().positive().nullable(),
  message: z.string(),
  /** Which member of the line. */
  param: z.string().nullable(),
});
export type InputProblem = z.infer<typeof InputProblem>;

/** Many requests, each a line of one object, that run when there is room for them. */
export const Batch = z.object({
  /** `msgbatch_…` in Anthropic's words, `batch_…` in OpenAI's. */
  id: z.string(),
  tenantId: z.string(),
  owner: JobOwner,
  requestId: z.string(),
  dialect: BatchDialect,
  endpoint: BatchEndpoint,
  /** The file that its requests were given as; absent: they were given as they are. */
  inputFileId: z.string().exactOptional(),
  metadata: z.record(z.string(), z.string()),
  /** Told of its end, besides the tenant's webhooks. */
  webhookUrl: z.string().exactOptional(),
  /** How long its output files are kept. */
  outputSeconds: z.int().positive(),
  status: BatchStatus,
  /** Why lines that have not started are not to start any more; absent: they are. */
  stop: z.enum(['canceled', 'expired']).exactOptional(),
  /** How many requests it has; 0 until they are counted. */
  total: count,
  /** The next line to make a job of or, where it is being stopped, to stop; `null`: that is done for all. */
  next: z.object({ line: count, offsetBytes: count }).nullable(),
  /** Until it has ended, of what was counted by then. */
  counts: LineCounts,
  costMicroUsd: count,
  /** Of all its lines, once it has ended. */
  usage: TokenUsage.exactOptional(),
  problems: z.array(InputProblem),
  /** The ids of its output files, if it has any: of what succeeded, and of the rest. */
  outputFileId: z.string().exactOptional(),
  errorFileId: z.string().exactOptional(),
  createdAtMs: z.int(),
  startedAtMs: z.int().exactOptional(),
  cancelRequestedAtMs: z.int().exactOptional(),
  finalizingAtMs: z.int().exactOptional(),
  endedAtMs: z.int().exactOptional(),
  /** When its owner deleted it; it is gone once all of its lines are. */
  deletedAtMs: z.int().exactOptional(),
  /** Lines that have not started by then expire. */
  startBeforeMs: z.int(),
  /** When to look whether it was left by a crash; absent: it has ended, and everybody who must know was told. */
  checkAtMs: z.int().exactOptional(),
  /** When the record is deleted. */
  expiresAtSeconds: z.int(),
  /** Rises with every change, except of the counts. */
  version: z.int(),
});
export type Batch = z.infer<typeof Batch>;

/** No line has ended. */
export const NO_LINES_COUNTED: LineCounts = { succeeded: 0, errored: 0, canceled: 0, expired: 0 };

/** How many lines have ended. */
export const endedLines = ({ succeeded, errored, canceled, expired }: LineCounts): number =>
  succeeded + errored + canceled + expired;
