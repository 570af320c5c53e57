import type { Clock } from '#core/clock.ts';
import type { ServiceError } from '#core/errors/service-error.ts';
import { earlierAnswer } from '#core/idempotency/earlier-answer.ts';
import type { EarlierClaim } from '#core/idempotency/idempotency-store.ts';
import { fromKeptError } from '#core/idempotency/kept-error.ts';
import { notReplayable } from '#core/idempotency/not-replayable.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { AnyRequest, ApiResponse } from './api-request.ts';

/** What answering again needs of the world. */
export interface ReplayPorts {
  /** Where to see whether the prompt of a kept answer was deleted, if there are prompts. */
  readonly prompts?: Pick<PromptStore, 'get'>;
  readonly clock: Clock;
}

const again = async function* (frames: string, failure: ServiceError | undefined) {
  yield frames;
  if (failure) throw failure;
};

/**
 * The answer that the request was given when it was first sent.
 *
 * @throws ServiceError the error that it was given, or what `earlierAnswer` throws.
 */
export const replayAnswer = async (
  earlier: EarlierClaim,
  { principal }: AnyRequest,
  { prompts, clock }: ReplayPorts,
): Promise<ApiResponse> => {
  const answer = earlierAnswer(earlier, clock);
  const promptId = answer.headers['headless-claude-prompt-id'];
  if (prompts && principal && promptId && !(await prompts.get(principal.tenantId, promptId))) {
    throw notReplayable('the prompt that it made was deleted');
  }
  const headers = { ...answer.headers, 'idempotent-replayed': 'true' };
  if (answer.kind === 'error') throw fromKeptError({ ...answer, headers });
  if (answer.kind === 'body') return { status: answer.status, headers, body: answer.body };
  const failure = answer.failure && fromKeptError(answer.failure);
  return { headers, body: { frames: again(answer.frames, failure), cancel: () => {} } };
};
