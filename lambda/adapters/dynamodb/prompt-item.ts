import { z } from 'zod';
import { Holds } from '#core/limits/holds.ts';
import { PromptError, PromptStatus } from '#core/prompts/prompt.ts';
import { RunMetrics, RunTimings, StopReason } from '#core/runs/run-event.ts';
import { Profile } from '#core/runs/run-request.ts';
import { UsageLabels } from '#core/usage/usage-labels.ts';

/** A prompt's item without its texts and keys. Parsed also when written: one item that cannot be read breaks a list. */
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
  tags: z.array(z.string()).exactOptional(),
  usageLabels: UsageLabels,
  createdAtMs: z.number(),
  deadlineAtMs: z.number(),
  finishedAtMs: z.number().exactOptional(),
  stopReason: StopReason.exactOptional(),
  error: PromptError.exactOptional(),
  turns: z.number().exactOptional(),
  sessionId: z.string().exactOptional(),
  metrics: RunMetrics,
  timings: RunTimings.exactOptional(),
  holds: Holds.exactOptional(),
  expiresAtSeconds: z.number(),
});

const attributes = [...Object.keys(PromptItem.shape), 'openPk', 'sk'];

/** Reads everything of a prompt's item but its texts, and whether it is open, and its sort key. */
export const WITHOUT_TEXTS = {
  ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
};

/** What `finish` sets of a prompt's item, beside the response. */
export const PromptEnding = PromptItem.pick({
  status: true,
  finishedAtMs: true,
  stopReason: true,
  error: true,
  turns: true,
  sessionId: true,
  metrics: true,
  timings: true,
});
