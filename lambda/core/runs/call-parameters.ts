import { z } from 'zod';

/** A tool that the caller runs: https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview */
export const ClientTool = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  input_schema: z.looseObject({}),
});
export type ClientTool = z.infer<typeof ClientTool>;

/**
 * What the caller wants of the model that Claude Code has no switch for: members of a Messages API call, by the API's
 * own names. The gate puts them into the calls that carry the conversation.
 */
export const CallParameters = z.object({
  max_tokens: z.int().positive().optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.int().optional(),
  stop_sequences: z.array(z.string()).optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  /** Such as `{ effort: 'low' }`. */
  output_config: z.looseObject({}).optional(),
  /** A call of one of them ends the run. */
  tools: z.array(ClientTool).optional(),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
});
export type CallParameters = z.infer<typeof CallParameters>;
