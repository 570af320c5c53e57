import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { EarlierClaim } from './idempotency-store.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { notReplayable } from './not-replayable.ts';

const RETRY_AFTER_SECONDS = 2;

/**
 * The answer to a request that was sent before.
 *
 * @throws ServiceError `idempotency_key_reused` for another request, `idempotency_in_progress` as long as it is under
 * way, `interrupted` if it ended without an answer, `idempotency_not_replayable` if its answer was not kept.
 */
export const earlierAnswer = (
  { isSameRequest, answer, deadlineAtMs }: EarlierClaim,
  clock: Clock,
): Exclude<KeptAnswer, { kind: 'nothing' }> => {
  if (!isSameRequest) {
    throw new ServiceError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request in the last 24 hours. Send a new key for a new request.',
    );
  }
  if (answer?.kind === 'nothing') throw notReplayable(answer.reason);
  if (answer) return answer;
  if (deadlineAtMs > clock()) {
    throw new ServiceError(
      'idempotency_in_progress',
      `The request with this Idempotency-Key is still under way. Retry in ${RETRY_AFTER_SECONDS} s for its answer.`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }
  throw new ServiceError(
    'interrupted',
    'The request with this Idempotency-Key was interrupted before it was answered, and is not repeated: it may have ' +
      'been carried out. Look for what it made, then send it with a new key.',
  );
};
