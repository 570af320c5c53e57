import { ignoredHeader } from '#core/dialects/ignored-header.ts';
import { toResponseDraft } from '#core/dialects/openai/responses/response-draft.ts';
import {
  createResponseStream,
  type NumberedEvent,
  type ResponseStream,
} from '#core/dialects/openai/responses/response-stream.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';
import { awaitAnswer } from './await-answer.ts';
import { type AnswerStream, beginStream } from './begin-stream.ts';
import { startPrompt } from './start-prompt.ts';

const frame = (data: NumberedEvent): string => sseFrame({ event: data.type, data });

const responseFrames = async function* (
  stream: ResponseStream,
  answer: AnswerStream,
): AsyncGenerator<string, void, void> {
  yield* stream.begin().map(frame);
  for await (const event of answer.events) yield* stream.read(event).map(frame);
  const { prompt, last } = await answer.ended;
  yield* stream.end(last, prompt.finishedAtMs).events.map(frame);
};

/** `POST /v1/responses` */
export const createResponse =
  (ports: ApiPorts): RouteHandler<'createResponse'> =>
  async (request) => {
    const { body } = request;
    const { draft, ignored } = toResponseDraft(body, request.headers);
    const started = await startPrompt(draft, request, ports);
    const stream = createResponseStream(started.prompt, body);
    if (draft.stream) {
      const answer = await beginStream(started);
      const headers = { ...started.headers, ...ignoredHeader(ignored) };
      return { headers, body: { frames: responseFrames(stream, answer), cancel: started.running.cancel } };
    }
    const { headers, prompt, events, result } = await awaitAnswer(started);
    for (const event of events) stream.read(event);
    const { response } = stream.end({ kind: 'result', result }, prompt.finishedAtMs);
    return { headers: { ...headers, ...ignoredHeader(ignored) }, body: response };
  };
