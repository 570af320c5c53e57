import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { ignoredHeader } from '#core/dialects/ignored-header.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiResponse } from '#lambda/http/api-request.ts';
import { type Answer, awaitAnswer } from './await-answer.ts';
import { type AnswerStream, beginStream } from './begin-stream.ts';
import { type Asker, startPrompt } from './start-prompt.ts';

/** An answer in the words of another vendor's API: one of the two is asked for. */
export interface DialectAnswer {
  readonly frames: (answer: AnswerStream) => AsyncIterable<string>;
  readonly body: (answer: Answer) => object;
}

/**
 * Admits a prompt of another vendor's API, runs it, and answers: as events once the model answers if it asks for a
 * stream, else when it has ended.
 *
 * @throws ServiceError if it is refused, or fails before there is an answer.
 */
export const answerDialect = async (
  { draft, ignored }: DialectDraft,
  asker: Asker,
  ports: ApiPorts,
  answerTo: (prompt: Prompt) => DialectAnswer,
): Promise<ApiResponse> => {
  const started = await startPrompt(draft, asker, ports);
  const { frames, body } = answerTo(started.prompt);
  if (draft.stream) {
    const answer = await beginStream(started);
    const headers = { ...started.headers, ...ignoredHeader(ignored) };
    return { headers, body: { frames: frames(answer), cancel: started.running.cancel } };
  }
  const answer = await awaitAnswer(started);
  return { headers: { ...answer.headers, ...ignoredHeader(ignored) }, body: body(answer) };
};
