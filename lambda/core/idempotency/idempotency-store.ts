import type { KeptAnswer } from './kept-answer.ts';

/** A request that is to be answered once, however often it is sent. */
export interface IdempotencyClaim {
  /** Whose keys are separate from all others', and what for: tenant, caller and operation. */
  readonly scope: readonly string[];
  readonly key: string;
  /** All that makes it this request and no other. */
  readonly fingerprint: string;
  /** Who made the claim. */
  readonly requestId: string;
  /** Nobody can still be working on it afterwards. */
  readonly deadlineAtMs: number;
  /** When it is forgotten. */
  readonly expiresAtSeconds: number;
}

/** A claim that was made before. */
export interface EarlierClaim {
  readonly isSameRequest: boolean;
  readonly deadlineAtMs: number;
  /** Absent as long as there is none. */
  readonly answer?: KeptAnswer;
}

/** Where claims and answers are kept. */
export interface IdempotencyStore {
  /** Makes the claim, unless somebody has. @returns that earlier claim; `undefined` if it is now ours. */
  claim(claim: IdempotencyClaim): Promise<EarlierClaim | undefined>;
  /** Keeps the answer. */
  finish(claim: IdempotencyClaim, answer: KeptAnswer): Promise<void>;
  /** Forgets a claim of which nothing came: the request may be sent again. */
  release(claim: IdempotencyClaim): Promise<void>;
}
