import { toChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { toChatDraft } from '#core/dialects/openai/chat/chat-draft.ts';
import { type ChatStream, createChatStream } from '#core/dialects/openai/chat/chat-stream.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { answerDialect } from './answer-dialect.ts';
import type { AnswerStream } from './begin-stream.ts';
import { failedRun } from './failed-run.ts';

const chatFrames = async function* (stream: ChatStream, answer: AnswerStream): AsyncGenerator<string, void, void> {
  for (const chunk of stream.begin()) yield sseFrame({ data: chunk });
  for await (const event of answer.events) {
    for (const chunk of stream.read(event)) yield sseFrame({ data: chunk });
  }
  const { last } = await answer.ended;
  if (last.kind === 'error') throw failedRun(last.failure, {});
  for (const chunk of stream.end(last.result)) yield sseFrame({ data: chunk });
  yield 'data: [DONE]\n\n';
};

/** `POST /v1/chat/completions` */
export const createChatCompletion =
  (ports: ApiPorts): RouteHandler<'createChatCompletion'> =>
  async (request) => {
    const { body, headers } = request;
    const includeUsage = body.stream_options?.include_usage === true;
    return answerDialect(toChatDraft(body, headers), request, ports, (prompt) => ({
      frames: (answer) => chatFrames(createChatStream(prompt, { includeUsage }), answer),
      body: ({ result, events }) => toChatCompletion(prompt, result, events),
    }));
  };
