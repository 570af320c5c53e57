import type { Clock } from '#core/clock.ts';
import type { IdempotencyClaim, IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { KeptAnswer } from '#core/idempotency/kept-answer.ts';

/** Stands in for the table: keeps claims in memory. */
export const createMemoryIdempotencyStore = (clock: Clock = Date.now): IdempotencyStore => {
  const claims = new Map<string, { readonly claim: IdempotencyClaim; readonly answer?: KeptAnswer }>();
  const idOf = ({ scope, key }: IdempotencyClaim): string => JSON.stringify([...scope, key]);
  const isOurs = (claim: IdempotencyClaim): boolean => claims.get(idOf(claim))?.claim.requestId === claim.requestId;
  return {
    claim: async (claim) => {
      const earlier = claims.get(idOf(claim));
      if (!earlier || earlier.claim.expiresAtSeconds * 1000 <= clock()) {
        claims.set(idOf(claim), { claim });
        return undefined;
      }
      const isSameRequest = earlier.claim.fingerprint === claim.fingerprint;
      const { deadlineAtMs } = earlier.claim;
      return { isSameRequest, deadlineAtMs, ...(isSameRequest && earlier.answer && { answer: earlier.answer }) };
    },
    finish: async (claim, answer) => {
      if (!isOurs(claim)) throw new Error('there is no such claim');
      claims.set(idOf(claim), { claim, answer });
    },
    release: async (claim) => {
      if (isOurs(claim)) claims.delete(idOf(claim));
    },
  };
};
