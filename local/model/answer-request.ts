import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { anthropicError } from '#gate/anthropic-error.ts';
import { countInputTokens } from './count-tokens.ts';
import type { FailureCounts } from './failure-counts.ts';
import { MessageRequest } from './message-request.ts';
import { planAnswer } from './plan-answer.ts';
import type { RecordedCall } from './recorded-call.ts';
import { sendPlan } from './send-plan.ts';

const sendJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/**
 * Answers a request as the Messages API would.
 *
 * @throws the signal's reason if it is aborted before all is sent.
 */
export const answerRequest = async (
  { method, path, body }: RecordedCall,
  failures: FailureCounts,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> => {
  if (method === 'HEAD' && path === '/') {
    response.end();
    return;
  }
  const [endpoint] = path.split('?');
  if (method !== 'POST' || (endpoint !== '/v1/messages' && endpoint !== '/v1/messages/count_tokens')) {
    return sendJson(response, 404, anthropicError(404, `The stand-in model has no ${method} ${endpoint}.`));
  }
  const { data: request, error } = MessageRequest.safeParse(body);
  if (error) return sendJson(response, 400, anthropicError(400, error.message));
  if (endpoint === '/v1/messages/count_tokens') {
    return sendJson(response, 200, { input_tokens: countInputTokens(request) });
  }
  const plan = planAnswer(request, { messageId: `msg_${randomUUID()}`, earlierFailures: failures.get(request) });
  if (plan.kind === 'failure') failures.add(request);
  await sendPlan(plan, request.stream, response, signal);
};
