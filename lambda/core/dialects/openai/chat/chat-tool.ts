import { z } from 'zod';
import { FUNCTION_MEMBERS } from '#core/dialects/openai/function-tool.ts';
import type { ToolChoice } from '#core/dialects/openai/tool-parameters.ts';

const isFunction = z.literal('function', 'only functions can be passed on to Claude');
const named = z.looseObject({ type: isFunction, function: z.looseObject({ name: z.string() }) });

/** A tool that the caller runs. */
export const ChatTool = z.looseObject({ type: isFunction, function: z.looseObject(FUNCTION_MEMBERS) });

/** Which tools the model may or must call. */
export const ChatToolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    named,
    z.looseObject({
      type: z.literal('allowed_tools'),
      allowed_tools: z.looseObject({ mode: z.enum(['auto', 'required']), tools: z.array(named) }),
    }),
  ],
  'must be none, auto, required, a function or allowed_tools of functions',
);

/** The choice as both of OpenAI's APIs mean it. */
export const toToolChoice = (choice: z.infer<typeof ChatToolChoice> | null | undefined): ToolChoice => {
  if (!choice) return { mode: 'auto' };
  if (typeof choice === 'string') return { mode: choice };
  if (choice.type === 'function') return { mode: 'required', names: [choice.function.name] };
  const { mode, tools } = choice.allowed_tools;
  return { mode, names: tools.map((tool) => tool.function.name) };
};
