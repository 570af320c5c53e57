import { z } from 'zod';
import { AnswerSchema } from '#core/dialects/answer-schema.ts';
import { refused } from '#core/dialects/refused.ts';
import { CacheControl } from './cache-control.ts';
import { AssistantBlock, SystemBlock, UserBlock } from './content-block.ts';
import { ToolBody } from './tool-body.ts';

const textOr = <B extends z.ZodType>(block: B) =>
  z.union([z.string().min(1, 'must not be empty'), z.array(block).min(1, 'must not be empty')], {
    error: 'must be a text or a list of blocks, and not empty',
  });

const Message = z.discriminatedUnion(
  'role',
  [
    z.strictObject({ role: z.literal('user'), content: textOr(UserBlock) }),
    z.strictObject({ role: z.literal('assistant'), content: textOr(AssistantBlock) }),
  ],
  'role must be user or assistant; what the system says goes into `system`',
);

const disable_parallel_tool_use = z.boolean().optional();

const ToolChoice = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auto'), disable_parallel_tool_use }),
  z.strictObject({ type: z.literal('any'), disable_parallel_tool_use }),
  z.strictObject({ type: z.literal('tool'), name: z.string(), disable_parallel_tool_use }),
  z.strictObject({ type: z.literal('none') }),
]);

const Thinking = z.looseObject({
  type: z.enum(['enabled', 'disabled', 'adaptive', 'between_tools']),
  budget_tokens: z.int().min(1024).optional(),
});

const JsonFormat = z.strictObject({
  type: z.literal('json_schema'),
  schema: AnswerSchema,
});

const share = z.number().min(0).max(1).optional();

/** What asks a model something, and what else a count of its tokens depends on. */
export const CountTokensBody = z.looseObject({
  model: z.string().meta({ description: 'Id or alias of a model listed by `GET /v1/models`.' }),
  messages: z.array(Message).min(1).meta({ description: 'All that was said; the user has the last word.' }),
  system: z
    .union([z.string(), z.array(SystemBlock)])
    .optional()
    .meta({ description: 'System prompt; in profile `agent` it is added to that of Claude Code.' }),
  tools: z.array(ToolBody).optional().meta({ description: 'Tools that the caller runs.' }),
  tool_choice: ToolChoice.optional(),
  thinking: Thinking.optional(),
  cache_control: CacheControl.nullish(),
  output_config: z
    .looseObject({ effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(), format: JsonFormat.nullish() })
    .optional(),
  output_format: JsonFormat.nullish().meta({ description: 'As `output_config.format`.' }),
  compaction: refused('conversations are not compacted here: shorten the messages'),
  context_management: refused('contexts are not managed here: shorten the messages'),
  mcp_servers: z.tuple([], 'MCP servers cannot be used here: offer their tools in `tools` and run them').nullish(),
  speed: z.literal('standard', 'only standard speed is offered here').nullish(),
});
export type CountTokensBody = z.infer<typeof CountTokensBody>;

/** The body of `POST /v1/messages`: https://docs.anthropic.com/en/api/messages */
export const MessagesBody = CountTokensBody.extend({
  max_tokens: z.int().positive().meta({ description: 'In profile `agent`, of each call of the model.' }),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  temperature: share.meta({ description: 'Only with `anthropic-version: 2023-06-01`.' }),
  top_p: share.meta({ description: 'Only with `anthropic-version: 2023-06-01`.' }),
  top_k: z.int().positive().optional().meta({ description: 'Only with `anthropic-version: 2023-06-01`.' }),
  metadata: z
    .record(z.string(), z.string().nullable())
    .optional()
    .meta({ description: 'Kept with the prompt. `profile` is not: it selects the profile.' }),
  container: refused('there are no containers here: the agent profile has a workspace of its own'),
  inference_geo: refused('where models run is up to this deployment: leave it out'),
  fallbacks: refused('there are no fallbacks here: retry with another model'),
  billing_policy: refused('prompts are billed to the tenant of the credential: leave it out'),
  fallback_credit_token: refused('there are no fallbacks here'),
  thread: z.looseObject({}).nullish().meta({ description: 'Refused: send all messages.' }),
});
export type MessagesBody = z.infer<typeof MessagesBody>;
