import { PromptBody } from '#core/prompts/prompt-body.ts';
import type { PromptJson } from '#core/prompts/prompt-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { answerPrompt } from './answer-prompt.ts';

/** `POST /api/claude`: the original service's route, which answers `{"response": "…"}`. */
export const askClaude =
  (ports: ApiPorts): RouteHandler<'askClaude'> =>
  async (request) => {
    const { headers = {}, body } = await answerPrompt(PromptBody.parse(request.body), request, ports);
    const { id, response, usage, cost_usd, stop_reason } = body as PromptJson;
    return { headers, body: { response, id, usage, cost_usd, stop_reason } };
  };
