import type { LocalService } from '#local/start-local.ts';
import type { Contestant } from './contestant.ts';
import { streamedCall } from './streamed-call.ts';

const said = (content: string) => [{ role: 'user', content }];

/** The APIs of other vendors that this service speaks, with the same prompts in the profile chat. */
export const dialectCalls = (service: LocalService, model: string): readonly Contestant[] => [
  streamedCall(service, {
    name: 'chat by /v1/messages',
    path: '/v1/messages',
    body: (prompt) => ({ model, max_tokens: 32_000, messages: said(prompt) }),
    marker: 'text_delta',
  }),
  streamedCall(service, {
    name: 'chat by /v1/chat/completions',
    path: '/v1/chat/completions',
    body: (prompt) => ({ model, messages: said(prompt) }),
    marker: '"delta":{"content":"[',
  }),
  streamedCall(service, {
    name: 'chat by /v1/responses',
    path: '/v1/responses',
    body: (prompt) => ({ model, input: prompt }),
    marker: 'output_text.delta',
  }),
];
