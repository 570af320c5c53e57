import { type PromptBody, toPromptDraft } from '#core/prompts/prompt-body.ts';
import { promptEvents } from '#core/prompts/prompt-events.ts';
import { toPromptJson } from '#core/prompts/prompt-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiResponse } from '#lambda/http/api-request.ts';
import { awaitAnswer } from './await-answer.ts';
import { type Asker, startPrompt } from './start-prompt.ts';

/**
 * Admits a prompt, runs it, and answers: at once and as events if it asks for a stream, else when it has ended.
 *
 * @throws ServiceError if it is refused, or if it failed and was not streamed.
 */
export const answerPrompt = async (body: PromptBody, asker: Asker, ports: ApiPorts): Promise<ApiResponse> => {
  const started = await startPrompt(toPromptDraft(body), asker, ports);
  if (body.stream) {
    const { prompt, running, headers } = started;
    return { headers, body: { frames: promptEvents(prompt, running), cancel: running.cancel } };
  }
  const { prompt, result, headers } = await awaitAnswer(started);
  return { headers, body: toPromptJson(prompt, result.text) };
};
