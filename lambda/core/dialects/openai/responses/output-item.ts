import { z } from 'zod';

const ItemStatus = z.enum(['in_progress', 'completed', 'incomplete']);
export type ItemStatus = z.infer<typeof ItemStatus>;

const OutputText = z.object({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.never()),
  logprobs: z.array(z.never()),
});

const MessageItem = z.object({
  id: z.string(),
  type: z.literal('message'),
  role: z.literal('assistant'),
  status: ItemStatus,
  content: z.array(OutputText),
});

const FunctionCallItem = z.object({
  id: z.string(),
  type: z.literal('function_call'),
  status: ItemStatus,
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});

/** What a response is made of: https://platform.openai.com/docs/api-reference/responses/object */
export const OutputItem = z.discriminatedUnion('type', [MessageItem, FunctionCallItem]);
export type OutputItem = z.infer<typeof OutputItem>;

/** A text of the model as a part of its message. */
export const outputText = (text: string): z.infer<typeof OutputText> => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs: [],
});

/** What the model says. */
export const messageItem = (id: string, status: ItemStatus, text?: string): OutputItem => ({
  id,
  type: 'message',
  role: 'assistant',
  status,
  content: text === undefined ? [] : [outputText(text)],
});
