import { randomBytes } from 'node:crypto';
import type { Model } from '#core/models/model.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { addCall } from './add-call.ts';
import { NO_READING } from './answer-reading.ts';
import { createBusyClock } from './busy-clock.ts';
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
  startCall(model: Model | undefined): MeteredCall;
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
    if (!call.model || outcome === 'free') return;
    ended = addCall(ended, call.model, call.reading?.() ?? NO_READING);
    emit({ kind: 'usage', metrics: metrics() });
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
    hasReachedBudget: () => policy !== undefined && metrics().costMicroUsd >= policy.maxCostMicroUsd,
    emit,
    startCall(model) {
      const call = createMeteredCall(model);
      callsInFlight.add(call);
      waiting.start();
      return call;
    },
    endCall,
    close() {
      for (const call of callsInFlight) {
        endCall(call, 'charged');
        call.cut('closed');
      }
      isClosed = true;
      onClose();
    },
  };
};
