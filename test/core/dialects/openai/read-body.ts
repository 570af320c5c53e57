import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { ChatBody } from '#core/dialects/openai/chat/chat-body.ts';
import { toChatDraft } from '#core/dialects/openai/chat/chat-draft.ts';
import { ResponseBody } from '#core/dialects/openai/responses/response-body.ts';
import { toResponseDraft } from '#core/dialects/openai/responses/response-draft.ts';
import { parseInput } from '#core/errors/parse-input.ts';

type Headers = Readonly<Record<string, string>>;

/** Reads the body of a chat completion as the route does; it asks for little unless said otherwise. */
export const readChat = (body: object = {}, headers: Headers = {}): DialectDraft =>
  toChatDraft(parseInput(ChatBody, { messages: [{ role: 'user', content: 'Hi' }], ...body }, 'body'), headers);

/** Reads the body of a response as the route does; it asks for little unless said otherwise. */
export const readResponse = (body: object = {}, headers: Headers = {}): DialectDraft =>
  toResponseDraft(parseInput(ResponseBody, { input: 'Hi', ...body }, 'body'), headers);
