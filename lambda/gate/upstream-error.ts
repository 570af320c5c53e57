import { z } from 'zod';
import { readJson } from '#core/runs/read-json.ts';
import { anthropicErrorStatus } from './anthropic-error.ts';
import type { UpstreamErrorEvent } from './gate-session.ts';

const MAX_MESSAGE_CHARS = 500;

/** Client errors that go away by themselves. */
const RETRYABLE_STATUSES = new Set([408, 409, 429]);

/** Of Anthropic, or of AWS. */
const ErrorBody = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

/** The text without the secrets, should a provider repeat one. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[redacted]')), text);

/** Whether that is said of a prompt that no retry makes shorter: by Anthropic, or by Bedrock. */
export const isPromptTooLong = (message: string): boolean => /(prompt|input) is too long/i.test(message);

/** After a 400 the CLI tries again with fewer beta features, within milliseconds; a prompt that is too long stays so. */
const isFinal = (status: number, message: string): boolean =>
  status === 400 ? isPromptTooLong(message) : status < 500 && !RETRYABLE_STATUSES.has(status);

/** What an answer with an error status means; `retryAfter` is its header, of which only seconds are understood. */
export const readUpstreamError = (status: number, retryAfter: string | null, body: string): UpstreamErrorEvent => {
  const { data: said } = ErrorBody.safeParse(readJson(body));
  const message = said ?? `The provider answered ${status} without a message.`;
  return {
    kind: 'upstream_error',
    status,
    message: message.slice(0, MAX_MESSAGE_CHARS),
    ...(retryAfter !== null && /^\d{1,9}$/.test(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
    isFinal: isFinal(status, message),
  };
};

/** What an error in the middle of a stream means. */
export const readStreamError = (type: string, message: string): UpstreamErrorEvent => ({
  kind: 'upstream_error',
  status: anthropicErrorStatus(type),
  message: message.slice(0, MAX_MESSAGE_CHARS),
  isFinal: false,
});
