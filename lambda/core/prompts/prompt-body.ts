import { z } from 'zod';
import { textConversation } from '#core/runs/conversation.ts';
import { Profile } from '#core/runs/run-request.ts';
import { Metadata } from './metadata.ts';
import type { FieldNames, PromptDraft } from './prompt-draft.ts';
import { Tags } from './tags.ts';

/** The body of `POST /v1/prompts`. Limits that are settings are checked when the prompt is admitted. */
export const PromptBody = z.strictObject({
  prompt: z
    .string()
    .regex(/\S/, 'must not be empty or blank')
    .meta({ description: 'What to ask. Reaches the model as it is: `/x`, `@x` and `!x` are plain text.' }),
  system: z
    .string()
    .optional()
    .meta({ description: 'System prompt; in profile `agent` it is added to that of Claude Code.' }),
  model: z.string().optional().meta({ description: 'Id or alias of a model listed by `GET /v1/models`.' }),
  profile: Profile.optional().meta({
    description: '`chat`: no tools, lean. `agent`: Claude Code with its tools in a private workspace.',
  }),
  stream: z.boolean().default(false).meta({ description: 'Answer as server-sent events while the run goes on.' }),
  max_turns: z.int().positive().optional().meta({ description: 'Model calls of the main loop, at most.' }),
  max_cost_usd: z.number().positive().optional().meta({ description: 'The run ends when it has cost this much.' }),
  timeout_seconds: z.int().positive().optional().meta({ description: 'The run ends after this long.' }),
  metadata: Metadata.default({}).meta({ description: 'Up to 16 pairs, kept with the prompt.' }),
  tags: Tags.optional().meta({ description: 'Up to 16 words that usage can be told apart by.' }),
  store: z.boolean().default(true).meta({ description: 'False keeps metadata and usage, but neither text.' }),
});
export type PromptBody = z.infer<typeof PromptBody>;

const FIELD_NAMES: FieldNames = {
  messages: 'prompt',
  system: 'system',
  maxCostUsd: 'max_cost_usd',
  timeoutSeconds: 'timeout_seconds',
};

/** What that body asks for. */
export const toPromptDraft = (body: PromptBody): PromptDraft => ({
  messages: textConversation(body.prompt),
  system: body.system,
  model: body.model,
  profile: body.profile,
  stream: body.stream,
  maxTurns: body.max_turns,
  maxCostUsd: body.max_cost_usd,
  timeoutSeconds: body.timeout_seconds,
  metadata: body.metadata,
  tags: body.tags,
  store: body.store,
  fieldNames: FIELD_NAMES,
});
