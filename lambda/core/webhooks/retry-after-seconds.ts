import type { WebhookAnswer } from './post-webhook.ts';

/** What asks for patience: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
const PATIENT = [429, 503];

/** How long a receiver asks to be left alone, if it does: in seconds, or until a time. */
export const retryAfterSeconds = (answer: WebhookAnswer, nowMs: number): number | undefined => {
  if (answer.kind !== 'answered' || !PATIENT.includes(answer.status)) return undefined;
  const text = answer.retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const untilMs = Date.parse(text);
  return Number.isNaN(untilMs) ? undefined : Math.max(0, (untilMs - nowMs) / 1000);
};
