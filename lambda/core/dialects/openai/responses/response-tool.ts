import { z } from 'zod';
import { FUNCTION_MEMBERS } from '#core/dialects/openai/function-tool.ts';
import type { ToolChoice } from '#core/dialects/openai/tool-parameters.ts';

const isFunction = z.literal('function', {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not here; give functions that you run, or use the profile agent, which has tools`,
});
const named = z.looseObject({ type: isFunction, name: z.string() });

/** A tool that the caller runs. */
export const ResponseTool = z.looseObject({ ...FUNCTION_MEMBERS, type: isFunction });

/** Which tools the model may or must call. */
export const ResponseToolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    named,
    z.looseObject({
      type: z.literal('allowed_tools'),
      mode: z.enum(['auto', 'required']),
      tools: z.array(named),
    }),
  ],
  'must be none, auto, required, a function or allowed_tools of functions',
);

/** The choice as both of OpenAI's APIs mean it. */
export const toToolChoice = (choice: z.infer<typeof ResponseToolChoice> | null | undefined): ToolChoice => {
  if (!choice) return { mode: 'auto' };
  if (typeof choice === 'string') return { mode: choice };
  if (choice.type === 'function') return { mode: 'required', names: [choice.name] };
  return { mode: choice.mode, names: choice.tools.map(({ name }) => name) };
};
