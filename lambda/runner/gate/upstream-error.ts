import { z } from 'zod';
import { anthropicErrorStatus } from './anthropic-error.ts';
import type { UpstreamErrorEvent } from './gate-session.ts';

const MAX_MESSAGE_CHARS = 500;

/** Client errors that go away by themselves. */
const RETRYABLE_STATUSES = new Set([408, 409, 429]);

const ErrorBody = z.object({ error: z.object({ message: z.string() }) });

const readMessage = (body: string): string | undefined => {
  try {
    return ErrorBody.safeParse(JSON.parse(body)).data?.error.message;
  } catch {
    return undefined;
  }
};

/** The text without the secret, should a provider ever repeat it. */
export const redact = (text: string, secret: string): string =>
  secret === '' ? text : text.replaceAll(secret, '[redacted]');

/** What an answer with an error status means; `retryAfter` is its header, of which only seconds are understood. */
export const readUpstreamError = (status: number, retryAfter: string | null, body: string): UpstreamErrorEvent => ({
  kind: 'upstream_error',
  status,
  message: (readMessage(body) ?? `The provider answered ${status} without a message.`).slice(0, MAX_MESSAGE_CHARS),
  ...(retryAfter !== null && /^\d{1,9}$/.test(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
  isFinal: status < 500 && !RETRYABLE_STATUSES.has(status),
});

/** What an error in the middle of a stream means. */
export const readStreamError = (type: string, message: string): UpstreamErrorEvent => ({
  kind: 'upstream_error',
  status: anthropicErrorStatus(type),
  message: message.slice(0, MAX_MESSAGE_CHARS),
  isFinal: false,
});
