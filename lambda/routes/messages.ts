import { toMessageJson } from '#core/dialects/anthropic/message-json.ts';
import { createMessageStream } from '#core/dialects/anthropic/message-stream.ts';
import { toMessagesDraft } from '#core/dialects/anthropic/to-draft.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { answerDialect } from './answer-dialect.ts';
import type { AnswerStream } from './begin-stream.ts';
import { failedRun } from './failed-run.ts';

const messageFrames = async function* (prompt: Prompt, answer: AnswerStream): AsyncGenerator<string, void, void> {
  const stream = createMessageStream(prompt);
  for await (const event of answer.events) {
    for (const data of stream.read(event)) yield sseFrame({ event: data.type, data });
  }
  const { last } = await answer.ended;
  if (last.kind === 'error') throw failedRun(last.failure, {});
  for (const data of stream.end(last.result)) yield sseFrame({ event: data.type, data });
};

/** `POST /v1/messages` */
export const createMessage =
  (ports: ApiPorts): RouteHandler<'createMessage'> =>
  async (request) =>
    answerDialect(toMessagesDraft(request.body, request.headers), request, ports, (prompt) => ({
      frames: (answer) => messageFrames(prompt, answer),
      body: ({ events, result }) => toMessageJson(prompt, events, result),
    }));
