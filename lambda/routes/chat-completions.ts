import { ignoredHeader } from '#core/dialects/ignored-header.ts';
import { toChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { toChatDraft } from '#core/dialects/openai/chat/chat-draft.ts';
import { type ChatStream, createChatStream } from '#core/dialects/openai/chat/chat-stream.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';
import { awaitAnswer } from './await-answer.ts';
import { type AnswerStream, beginStream } from './begin-stream.ts';
import { failedRun } from './failed-run.ts';
import { startPrompt } from './start-prompt.ts';

const frame = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

const chatFrames = async function* (stream: ChatStream, answer: AnswerStream): AsyncGenerator<string, void, void> {
  for (const chunk of stream.begin()) yield frame(chunk);
  for await (const event of answer.events) {
    for (const chunk of stream.read(event)) yield frame(chunk);
  }
  const { last } = await answer.ended;
  if (last.kind === 'error') throw failedRun(last.failure, {});
  for (const chunk of stream.end(last.result)) yield frame(chunk);
  yield 'data: [DONE]\n\n';
};

/** `POST /v1/chat/completions` */
export const createChatCompletion =
  (ports: ApiPorts): RouteHandler<'createChatCompletion'> =>
  async (request) => {
    const { body } = request;
    const { draft, ignored } = toChatDraft(body, request.headers);
    const started = await startPrompt(draft, request, ports);
    const { prompt, running } = started;
    if (draft.stream) {
      const answer = await beginStream(started);
      const stream = createChatStream(prompt, { includeUsage: body.stream_options?.include_usage === true });
      const headers = { ...started.headers, ...ignoredHeader(ignored) };
      return { headers, body: { frames: chatFrames(stream, answer), cancel: running.cancel } };
    }
    const { headers, events, result } = await awaitAnswer(started);
    return { headers: { ...headers, ...ignoredHeader(ignored) }, body: toChatCompletion(prompt, result, events) };
  };
