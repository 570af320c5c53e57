import { toMessageJson } from '#core/dialects/anthropic/message-json.ts';
import { createMessageStream } from '#core/dialects/anthropic/message-stream.ts';
import { toMessagesDraft } from '#core/dialects/anthropic/to-draft.ts';
import { ignoredHeader } from '#core/dialects/ignored-header.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';
import { awaitAnswer } from './await-answer.ts';
import { type AnswerStream, beginStream } from './begin-stream.ts';
import { failedRun } from './failed-run.ts';
import { startPrompt } from './start-prompt.ts';

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
  async (request) => {
    const { draft, ignored } = toMessagesDraft(request.body, request.headers);
    const started = await startPrompt(draft, request, ports);
    const { prompt, running } = started;
    if (draft.stream) {
      const answer = await beginStream(started);
      const headers = { ...started.headers, ...ignoredHeader(ignored) };
      return { headers, body: { frames: messageFrames(prompt, answer), cancel: running.cancel } };
    }
    const { headers, events, result } = await awaitAnswer(started);
    return { headers: { ...headers, ...ignoredHeader(ignored) }, body: toMessageJson(prompt, events, result) };
  };
