import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { isPromptTooLong } from '#gate/upstream-error.ts';

/** A failed call of the model provider. */
export interface UpstreamFailure {
  /** Null if there was no answer. */
  readonly status: number | null;
  /** What the provider said. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

type Meaning = readonly [code: ErrorCode, message: string];

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: ['invalid_request', 'The model provider rejected what it was sent.'],
  401: ['upstream_authentication_failed', 'The model provider refused the credential of this deployment.'],
  403: ['upstream_authentication_failed', 'The model provider forbids this to the credential of this deployment.'],
  404: ['unknown_model', 'The model provider does not have this model, or not for this deployment.'],
  413: ['request_too_large', 'The model provider takes no request that large. Send less.'],
  429: ['upstream_rate_limited', 'The model provider limits the rate of this deployment. Retry later.'],
  529: ['upstream_overloaded', 'The model provider is overloaded. Retry later.'],
};

const PROMPT_TOO_LONG: Meaning = ['context_length_exceeded', 'The prompt is too long for the model. Shorten it.'];
const REJECTED: Meaning = ['upstream_rejected', 'The model provider rejected the call.'];
const FAILED: Meaning = ['upstream_error', 'The model provider failed, or could not be reached.'];

/** A 400 of the deployment's account, not of what the caller sent. */
const isOurAccount = (message: string): boolean => /credit balance|billing/i.test(message);

const meaningOf = ({ status, message }: UpstreamFailure): Meaning => {
  if (status === 400 && isPromptTooLong(message)) return PROMPT_TOO_LONG;
  if (status === 400 && isOurAccount(message)) return REJECTED;
  if (status === null || status >= 500) return MEANINGS[status ?? 0] ?? FAILED;
  return MEANINGS[status] ?? REJECTED;
};

/** A failed call as the error of the run. */
export const toUpstreamError = (failure: UpstreamFailure): ServiceError => {
  const [code, message] = meaningOf(failure);
  const { status, retryAfterSeconds } = failure;
  const said = `It said${status === null ? '' : ` (${status})`}: ${failure.message}`;
  return new ServiceError(code, `${message} ${said}`, {
    source: 'upstream',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
};
