import type { Model } from '#core/models/model.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import type { CallExpectation } from './call-expectation.ts';
import type { GateEvent, GatePolicy } from './gate-session.ts';
import type { MeteredCall } from './metered-call.ts';

/** What stands behind a token, as whoever serves a call of it sees it: kept in memory, or in a grant. */
export interface CallSession {
  /** Undefined until a run has taken the process. */
  readonly policy: GatePolicy | undefined;
  readonly isClosed: boolean;
  /** The totals so far, with what is known of calls in flight. */
  metrics(): RunMetrics;
  hasReachedBudget(): boolean;
  emit(event: GateEvent): void;
  /**
   * Starts a call, when it is its turn: several at once only while all of them together cannot pass the budget, so that
   * a run passes it by one answer in one piece at most; a streamed one is cut. A call without a model costs nothing and does not wait.
   *
   * @returns `undefined` if the budget is used up, or no further call is let through.
   */
  startCall(model: Model | undefined, expectation: CallExpectation): Promise<MeteredCall | undefined>;
  /** Ends a call: `charged` counts what was read of it, `free` nothing. Only the first end of a call counts. */
  endCall(call: MeteredCall, outcome: 'charged' | 'free'): Promise<void>;
}
