import { randomBytes } from 'node:crypto';
import { isItsTurn } from '#core/grants/is-its-turn.ts';
import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import { addCall } from '#core/runs/add-call.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { createBusyClock } from './busy-clock.ts';
import type { CallExpectation } from './call-expectation.ts';
import type { CallSession } from './call-session.ts';
import { countCall } from './count-call.ts';
import type { GateEvent, GatePolicy, GateSession } from './gate-session.ts';
import type { MeteredCall } from './metered-call.ts';
import { createMeteredCall } from './metered-call.ts';

/** A session of a CLI on this machine, kept in memory. */
export interface MeteredSession extends GateSession, CallSession {}

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
      if (model && reading) totals = addCall(totals, countCall(model, reading()));
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
      ended = addCall(ended, countCall(call.model, call.reading?.() ?? call.expectation.unread));
      emit({ kind: 'usage', metrics: metrics() });
    }
    callEnded.resolve();
    callEnded = Promise.withResolvers();
  };

  const maxCostMicroUsd = (): number => policy?.maxCostMicroUsd ?? 0;
  const mayCall = (model: Model | undefined): boolean => !isRefusing && !(model && hasReachedBudget());
  const hasReachedBudget = (): boolean => metrics().costMicroUsd >= maxCostMicroUsd();

  const mayStart = (model: Model, { most }: CallExpectation): boolean =>
    isItsTurn({
      spentMicroUsd: ended.costMicroUsd,
      reservedMicroUsd: [...callsInFlight].reduce((sum, call) => sum + call.mostMicroUsd, 0),
      mostMicroUsd: priceCallMicroUsd(model, most),
      maxCostMicroUsd: maxCostMicroUsd(),
    });

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
      while (model && mayCall(model) && !mayStart(model, expectation)) await callEnded.promise;
      if (!mayCall(model)) return undefined;
      const call = createMeteredCall(model, expectation);
      callsInFlight.add(call);
      waiting.start();
      return call;
    },
    endCall: async (call, outcome) => endCall(call, outcome),
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
