import { z } from 'zod';
import type { Prompt } from '#core/prompts/prompt.ts';
import { PromptStatus } from '#core/prompts/prompt.ts';
import { RunFailure, RunMetrics, RunTimings, StopReason } from '#core/runs/run-event.ts';
import { Profile } from '#core/runs/run-request.ts';

/** A prompt's item without its texts and keys. */
export const PromptItem = z.object({
  id: z.string(),
  tenantId: z.string(),
  principalId: z.string(),
  requestId: z.string(),
  status: PromptStatus,
  profile: Profile,
  model: z.string(),
  store: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  createdAtMs: z.number(),
  deadlineAtMs: z.number(),
  finishedAtMs: z.number().exactOptional(),
  stopReason: StopReason.exactOptional(),
  error: RunFailure.pick({ code: true, message: true, source: true }).exactOptional(),
  turns: z.number().exactOptional(),
  sessionId: z.string().exactOptional(),
  metrics: RunMetrics,
  timings: RunTimings.exactOptional(),
  expiresAtSeconds: z.number(),
});
export type PromptItem = z.infer<typeof PromptItem>;

/** Reads everything of a prompt's item but its texts. */
const attributes = Object.keys(PromptItem.shape);
export const WITHOUT_TEXTS = {
  ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
};

/** How a prompt ended: the attributes that `finish` sets, all of them or none. */
export const endingOf = ({
  status,
  finishedAtMs,
  stopReason,
  error,
  turns,
  sessionId,
  metrics,
  timings,
}: Prompt): Partial<PromptItem> =>
  Object.fromEntries(
    Object.entries({ status, finishedAtMs, stopReason, error, turns, sessionId, metrics, timings }).filter(
      ([, value]) => value !== undefined,
    ),
  );
