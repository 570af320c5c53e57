import { MessagesBody } from '#core/dialects/anthropic/messages-body.ts';
import { toMessagesDraft } from '#core/dialects/anthropic/to-draft.ts';
import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { parseInput } from '#core/errors/parse-input.ts';

/** What the service makes of a body of `POST /v1/messages`; what is left out is a short text for haiku. */
export const readMessagesRequest = (body: object, headers: Readonly<Record<string, string>> = {}): DialectDraft =>
  toMessagesDraft(
    parseInput(
      MessagesBody,
      { model: 'haiku', max_tokens: 1024, messages: [{ role: 'user', content: 'Hi' }], ...body },
      'body',
    ),
    { 'anthropic-version': '2023-06-01', ...headers },
  );
