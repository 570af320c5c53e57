import { toMessageJson } from '#core/dialects/anthropic/message-json.ts';
import { MessagesBody } from '#core/dialects/anthropic/messages-body.ts';
import { toMessagesDraft } from '#core/dialects/anthropic/to-draft.ts';
import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { ChatBody } from '#core/dialects/openai/chat/chat-body.ts';
import { toChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { toChatDraft } from '#core/dialects/openai/chat/chat-draft.ts';
import { ResponseBody } from '#core/dialects/openai/responses/response-body.ts';
import { toResponseDraft } from '#core/dialects/openai/responses/response-draft.ts';
import { createResponseStream } from '#core/dialects/openai/responses/response-stream.ts';
import { wholeResponse } from '#core/dialects/openai/responses/whole-response.ts';
import { refuse } from '#core/dialects/refuse.ts';
import { parseInput } from '#core/errors/parse-input.ts';
import type { LineResult } from '#core/jobs/lines.ts';
import type { BatchEndpoint } from './batch.ts';
import type { InputLine } from './input-line.ts';

/** What a line asks for, and how it is answered: as its API does by itself. */
export interface LineRequest extends DialectDraft {
  readonly answer: (result: LineResult) => object;
}

/** A line has no headers of its own. */
const NO_HEADERS = {};

type Body = InputLine['body'];

const messageRequest = (input: Body): LineRequest => ({
  ...toMessagesDraft(parseInput(MessagesBody, input, 'body'), NO_HEADERS),
  answer: ({ prompt, events, result }) => toMessageJson(prompt, events, result),
});

const chatRequest = (input: Body): LineRequest => ({
  ...toChatDraft(parseInput(ChatBody, input, 'body'), NO_HEADERS),
  answer: ({ prompt, events, result }) => toChatCompletion(prompt, result, events),
});

const responseRequest = (input: Body): LineRequest => {
  const body = parseInput(ResponseBody, input, 'body');
  return {
    ...toResponseDraft(body, NO_HEADERS),
    answer: (result) => wholeResponse(createResponseStream(result.prompt, body), result),
  };
};

const REQUESTS: Readonly<Record<BatchEndpoint, (body: Body) => LineRequest>> = {
  '/v1/messages': messageRequest,
  '/v1/chat/completions': chatRequest,
  '/v1/responses': responseRequest,
};

/**
 * The request of a line, in the words of its API.
 *
 * @throws ServiceError for what its API would refuse, and for a stream: nobody would read it.
 */
export const toLineRequest = ({ body }: InputLine, endpoint: BatchEndpoint): LineRequest => {
  const request = REQUESTS[endpoint](body);
  if (request.draft.stream) refuse('/stream', 'the requests of a batch are answered whole: leave stream out');
  return request;
};
