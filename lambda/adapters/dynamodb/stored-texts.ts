import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { Conversation } from '#core/runs/conversation.ts';
import { ToolCall } from '#core/runs/run-event.ts';
import { placeText } from './place-text.ts';

const text = z.string().exactOptional();

/** The texts of a prompt's item, some of them JSON: each is in it, or under a key in the body store. */
export const StoredTexts = z.object({
  messages: text,
  system: text,
  response: text,
  toolCalls: text,
  messagesBodyKey: text,
  systemBodyKey: text,
  responseBodyKey: text,
  toolCallsBodyKey: text,
});
export type StoredTexts = z.infer<typeof StoredTexts>;

const TEXTS = ['messages', 'system', 'response', 'toolCalls'] as const;
type Texts = Pick<Prompt, (typeof TEXTS)[number]>;
type Written = Readonly<Partial<Record<(typeof TEXTS)[number], string>>>;

const write = ({ messages, toolCalls, ...texts }: Texts): Written => ({
  ...texts,
  ...(messages && { messages: JSON.stringify(messages) }),
  ...(toolCalls && { toolCalls: JSON.stringify(toolCalls) }),
});

const read = ({ messages, toolCalls, ...texts }: Written): Texts => ({
  ...texts,
  ...(messages !== undefined && { messages: Conversation.parse(JSON.parse(messages)) }),
  ...(toolCalls !== undefined && { toolCalls: z.array(ToolCall).parse(JSON.parse(toolCalls)) }),
});

/**
 * Puts what is too large into the body store. @returns the attributes to store in the item.
 *
 * Each writing has a key of its own, so that of two who finish a prompt at once neither overwrites the other's text.
 */
export const storeTexts = async (id: string, texts: Texts, bodies: BodyStore): Promise<StoredTexts> => {
  const stored: { -readonly [name in keyof StoredTexts]: StoredTexts[name] } = {};
  const written = write({ ...texts });
  for (const name of TEXTS) {
    const text = written[name];
    if (text === undefined) continue;
    const placed = await placeText(text, `prompts/${id}.${name}.${randomUUID()}`, bodies);
    if ('text' in placed) stored[name] = placed.text;
    else stored[`${name}BodyKey`] = placed.bodyKey;
  }
  return stored;
};

/** The texts, wherever they are. */
export const loadTexts = async (stored: StoredTexts, bodies: BodyStore): Promise<Texts> => {
  const load = async (name: (typeof TEXTS)[number]): Promise<Written> => {
    const key = stored[`${name}BodyKey`];
    const text = key === undefined ? stored[name] : await bodies.get(key);
    return text === undefined ? {} : { [name]: text };
  };
  return read(Object.assign({}, ...(await Promise.all(TEXTS.map(load)))));
};

/** Deletes what is in the body store. */
export const deleteTexts = async (stored: StoredTexts, bodies: BodyStore): Promise<void> => {
  const keys = TEXTS.map((name) => stored[`${name}BodyKey`]).filter((key) => key !== undefined);
  await Promise.all(keys.map((key) => bodies.delete(key)));
};
