import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { rateLimitHeaders } from '#core/limits/rate-limit-headers.ts';
import { admitPrompt } from '#core/prompts/admit-prompt.ts';
import type { PromptBody } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import { promptEvents } from '#core/prompts/prompt-events.ts';
import { toPromptJson } from '#core/prompts/prompt-json.ts';
import { type EndedPrompt, type RunningPrompt, runPrompt } from '#core/prompts/run-prompt.ts';
import { toUsd } from '#core/usage/usage-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiResponse } from '#lambda/api-request.ts';

/** Who asked, and under which request id. */
interface Asker {
  readonly principal: Principal;
  readonly requestId: string;
}

const drained = async ({ events, ended }: RunningPrompt): Promise<EndedPrompt> => {
  for await (const _event of events);
  return ended;
};

const buffered = async (running: RunningPrompt, headers: Record<string, string>): Promise<ApiResponse> => {
  const { prompt, last } = await drained(running);
  const answerHeaders = {
    ...headers,
    'headless-claude-cost-usd': String(toUsd(prompt.metrics.costMicroUsd)),
    'headless-claude-overhead-ms': String(Math.round(prompt.timings?.overheadMs ?? 0)),
    ...(prompt.sessionId !== undefined && { 'headless-claude-session-id': prompt.sessionId }),
  };
  if (last.kind === 'result') return { headers: answerHeaders, body: toPromptJson(prompt, last.result.text) };
  const { code, message, source, retryAfterSeconds } = last.failure;
  throw new ServiceError(code, message, {
    source,
    headers: answerHeaders,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
};

/**
 * Admits a prompt, runs it, and answers: at once and as events if it asks for a stream, else when it has ended.
 *
 * @throws ServiceError if it is refused, or if it failed and was not streamed.
 */
export const answerPrompt = async (body: PromptBody, asker: Asker, ports: ApiPorts): Promise<ApiResponse> => {
  const command = toPromptCommand(body, ports.settings);
  const admitted = await admitPrompt(command, asker.principal, asker.requestId, ports);
  const running = runPrompt(admitted, ports);
  const headers = {
    ...rateLimitHeaders(admitted.limits),
    'headless-claude-prompt-id': admitted.prompt.id,
    'headless-claude-model': admitted.prompt.model,
  };
  if (!body.stream) return buffered(running, headers);
  return { headers, body: { frames: promptEvents(admitted.prompt, running), cancel: running.cancel } };
};
