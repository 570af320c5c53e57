import { z } from 'zod';
import { ToolName } from '#core/dialects/tool-name.ts';
import { CacheControl } from './cache-control.ts';

const message = 'only tools that the caller runs are offered here (type "custom")';

/** A tool that the caller runs: https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview */
export const ToolBody = z.looseObject({
  type: z.literal('custom', { error: ({ input }) => `${JSON.stringify(input)} cannot be used: ${message}` }).nullish(),
  name: ToolName,
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal('object') }),
  cache_control: CacheControl.nullish(),
  defer_loading: z.literal(false, 'there is no search for tools here').optional(),
  allowed_callers: z.array(z.literal('direct', 'only direct calls can be passed on')).optional(),
});
export type ToolBody = z.infer<typeof ToolBody>;
