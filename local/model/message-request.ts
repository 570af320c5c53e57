import { z } from 'zod';

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional(),
});
export type Block = z.infer<typeof Block>;

const Message = z.object({
  role: z.string(),
  content: z.union([z.string().transform((text): Block[] => [{ type: 'text', text }]), z.array(Block)]),
});
export type Message = z.infer<typeof Message>;

/** What the stand-in reads of a request to the Messages API; it does not mind the rest. */
export const MessageRequest = z.object({
  model: z.string(),
  messages: z.array(Message).min(1),
  system: z.unknown().optional(),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  stream: z.boolean().default(false),
  metadata: z.object({ user_id: z.string().nullish() }).nullish(),
});
export type MessageRequest = z.infer<typeof MessageRequest>;
