import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { textConversation } from '#core/runs/conversation.ts';
import type { RunRequest } from '#core/runs/run-request.ts';

/** What differs from the usual; `prompt` is short for a conversation of one text. */
export type RunChanges = Partial<RunRequest> & { readonly prompt?: string };

/** A run of the chat profile with limits that no test comes near, except for what the test is about. */
export const runRequest = ({ prompt = 'hello', ...changes }: RunChanges = {}): RunRequest => ({
  runId: 'prompt_1',
  profile: 'chat',
  messages: textConversation(prompt),
  model: 'claude-haiku-4-5',
  models: [...MODEL_CATALOG],
  upstream: { provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'sk-upstream' },
  maxCostMicroUsd: 1_000_000_000,
  timeoutMs: 30_000,
  stallTimeoutMs: 30_000,
  maxOutputBytes: 100 * 1024 * 1024,
  ...changes,
});
