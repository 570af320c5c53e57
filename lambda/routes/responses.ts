import { toResponseDraft } from '#core/dialects/openai/responses/response-draft.ts';
import {
  createResponseStream,
  type NumberedEvent,
  type ResponseStream,
} from '#core/dialects/openai/responses/response-stream.ts';
import { wholeResponse } from '#core/dialects/openai/responses/whole-response.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { answerDialect } from './answer-dialect.ts';
import type { AnswerStream } from './begin-stream.ts';

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
    const { body, headers } = request;
    return answerDialect(toResponseDraft(body, headers), request, ports, (prompt) => {
      const stream = createResponseStream(prompt, body);
      return {
        frames: (answer) => responseFrames(stream, answer),
        body: (answer) => wholeResponse(stream, answer),
      };
    });
  };
