import { randomBytes } from 'node:crypto';
import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { addCall } from './add-call.ts';
import { createBusyClock } from './busy-clock.ts';
import type { CallExpectation } from './call-expectation.ts';
import type { GateEvent, GatePolicy, GateSession } from './gate-session.ts';
import type { MeteredCall } from './metered-call.ts';
import { createMeteredCall } from './metered-call.ts';

/** A session as the gate's server sees it. */
export interface MeteredSession extends GateSession {
  /** Undefined until a run has taken the process. */
  readonly policy: GatePolicy | undefined;
  readonly isClosed: boolean;
  hasReachedBudget(): boolean;
  emit(event: GateEvent): void;
  /**
   * Starts a call, when it is its turn: several at once only while all of them together cannot pass the budget, so that
   * a run passes it by one answer at most. A call without a model costs nothing and does not wait.
   *
   * @returns `undefined` if the budget is used up, or no further call is let through.
   */
  startCall(model: Model | undefined, expectation: CallExpectation): Promise<MeteredCall | undefined>;
  /** Ends a call: `charged` counts what was read of it, `free` nothing. Only the first end of a call counts. */
  endCall(call: MeteredCall, outcome: 'charged' | 'free'): void;
}

/** A session that no run has taken yet. */
export const createMeteredSession = (onClose: () => void): MeteredSession => {
  const callsInFlight = new Set<MeteredCall>();
  const waiting = createBusyClock(() => performance.now());
  let ended: RunMetrics = NO_METRICS;
  let policy: GatePolicy | undefined;
  let isClosed = false;
  let isRefusing = false;
  let callEnded = Promise.withResolvers<void>();

  const metrics = (): RunMetrics => {
    let totals = ended;
    for (const { model, reading } of callsInFlight) {
      if (model && reading) totals = addCall(totals, model, reading());
    }
    return totals;
  };

  const emit = (event: GateEvent): void => {
    if (!isClosed) policy?.onEvent(event);
  };

  const endCall = (call: MeteredCall, outcome: 'charged' | 'free'): void => {
    if (!callsInFlight.delete(call)) return;
    waiting.stop();
    if (call.model && outcome === 'charged') {
      ended = addCall(ended, call.model, call.reading?.() ?? call.expectation.unread);
      emit({ kind: 'usage', metrics: metrics() });
    }
    callEnded.resolve();
    callEnded = Promise.withResolvers();
  };

  const maxCostMicroUsd = (): number => policy?.maxCostMicroUsd ?? 0;
  const mayCall = (model: Model | undefined): boolean => !isRefusing && !(model && hasReachedBudget());
  const hasReachedBudget = (): boolean => metrics().costMicroUsd >= maxCostMicroUsd();

  /** Whether nothing that costs is in flight, or all of it and one more call fit into the budget. */
  const isItsTurn = (model: Model, { most }: CallExpectation): boolean => {
    const spentMicroUsd = ended.costMicroUsd + priceCallMicroUsd(model, most);
    const reservedMicroUsd = [...callsInFlight].reduce((sum, call) => sum + call.mostMicroUsd, 0);
    return reservedMicroUsd === 0 || spentMicroUsd + reservedMicroUsd <= maxCostMicroUsd();
  };

  return {
    token: randomBytes(32).toString('base64url'),
    get policy() {
      return policy;
    },
    get isClosed() {
      return isClosed;
    },
    bind(newPolicy) {
      if (policy) throw new Error('a gate session can be bound once only: take another process');
      policy = newPolicy;
    },
    metrics,
    waitedMs: waiting.elapsedMs,
    hasReachedBudget,
    emit,
    async startCall(model, expectation) {
      while (model && mayCall(model) && !isItsTurn(model, expectation)) await callEnded.promise;
      if (!mayCall(model)) return undefined;
      const call = createMeteredCall(model, expectation);
      callsInFlight.add(call);
      waiting.start();
      return call;
    },
    endCall,
    refuseCalls() {
      isRefusing = true;
      callEnded.resolve();
    },
    close() {
      for (const call of callsInFlight) {
        endCall(call, 'charged');
        call.cut('closed');
      }
      isClosed = true;
      this.refuseCalls();
      onClose();
    },
  };
};
