import { z } from 'zod';
import { onlyTypes } from '#core/dialects/only-types.ts';
import { contentParts } from '#core/dialects/openai/content-parts.ts';
import { ToolArguments } from '#core/dialects/openai/tool-arguments.ts';
import { InputPart } from './input-part.ts';

const anything = z.unknown().optional().meta({ description: 'As it stood in a response; not read.' });

/** What items of an earlier response have besides. */
const ITEM = { id: anything, status: anything };

const Message = z.looseObject({
  ...ITEM,
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: contentParts(InputPart, 'input_text'),
});
const FunctionCall = z.looseObject({
  ...ITEM,
  type: z.literal('function_call'),
  call_id: z.string(),
  name: z.string(),
  arguments: ToolArguments,
});
const FunctionCallOutput = z.looseObject({
  ...ITEM,
  type: z.literal('function_call_output'),
  call_id: z.string(),
  output: contentParts(InputPart, 'input_text'),
});
const Reasoning = z.looseObject({
  ...ITEM,
  type: z.literal('reasoning'),
  summary: anything,
  content: anything,
  encrypted_content: anything,
});

const TYPES = ['message', 'function_call', 'function_call_output', 'reasoning'];

const InputItem = z.discriminatedUnion(
  'type',
  [Message, FunctionCall, FunctionCallOutput, Reasoning],
  onlyTypes('input', TYPES),
);
export type InputItem = z.infer<typeof InputItem>;

/** What was said so far. */
export const Input = z.union(
  [
    z.string().transform((text): InputItem[] => [{ role: 'user', content: [{ type: 'input_text', text }] }]),
    z.array(InputItem).min(1),
  ],
  'must be a text or a list of items',
);
