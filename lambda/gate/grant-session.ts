import { randomUUID } from 'node:crypto';
import { setInterval } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { bookCall } from '#core/grants/book-call.ts';
import { changeGrant } from '#core/grants/change-grant.ts';
import { extendReservation } from '#core/grants/extend-reservation.ts';
import { type Grant, isOpen } from '#core/grants/grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { LEASE_MS, reserveCall } from '#core/grants/reserve-call.ts';
import type { Model } from '#core/models/model.ts';
import { addCall } from '#core/runs/add-call.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import type { CallExpectation } from './call-expectation.ts';
import type { CallSession } from './call-session.ts';
import { countCall } from './count-call.ts';
import type { GatePolicy } from './gate-session.ts';
import type { MeteredCall } from './metered-call.ts';
import { createMeteredCall } from './metered-call.ts';

export interface GrantSessionPorts {
  readonly grants: GrantStore;
  readonly clock: Clock;
  readonly sleep: (durationMs: number) => Promise<unknown>;
  /** How often a call in flight looks whether its run has ended. */
  readonly watchMs: number;
}

/** A call waits so long for its turn; the gate in the runner makes it wait before it gets here. */
const MAX_WAIT_MS = 30_000;
const PAUSE_MS = 200;

/** A call that costs something, in flight. */
interface CallInFlight {
  readonly callId: string;
  readonly model: Model;
  readonly ended: AbortController;
}

/** What stands behind a token of the gate function: one call at most, and the grant that all calls of the run share. */
export const createGrantSession = (found: Grant, policy: GatePolicy, ports: GrantSessionPorts): CallSession => {
  const { grants, clock, sleep, watchMs } = ports;
  const inFlight = new Map<MeteredCall, CallInFlight>();
  let grant = found;

  const change = async (to: (grant: Grant) => Grant): Promise<void> => {
    grant = await changeGrant(grants, grant, to);
  };

  /** A function is not told when its caller hangs up: the end of the run is found in its grant. */
  const watch = async (call: MeteredCall, { callId, ended }: CallInFlight): Promise<void> => {
    for await (const _ of setInterval(watchMs, undefined, { signal: ended.signal })) {
      // What cannot be read now can be the next time.
      await change((now) => extendReservation(now, callId, clock())).catch(() => {});
      if (!isOpen(grant, clock())) call.cut('closed');
    }
  };

  const reserve = async (model: Model, { most }: CallExpectation, callId: string): Promise<boolean> => {
    const atMost = countCall(model, { usage: most, isFinal: false });
    for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
      await change((now) => reserveCall(now, { callId, most: atMost, expiresAtMs: clock() + LEASE_MS }, clock()));
      if (grant.reservations.some((reservation) => reservation.callId === callId)) return true;
      const isHopeless = !isOpen(grant, clock()) || grant.spent.costMicroUsd >= grant.maxCostMicroUsd;
      if (isHopeless || waitedMs >= MAX_WAIT_MS) return false;
      await sleep(PAUSE_MS);
    }
  };

  const metrics = (): RunMetrics =>
    [...inFlight].reduce(
      (totals, [{ reading }, { model }]) => (reading ? addCall(totals, countCall(model, reading())) : totals),
      grant.spent,
    );

  return {
    policy,
    get isClosed() {
      return !isOpen(grant, clock());
    },
    metrics,
    hasReachedBudget: () => metrics().costMicroUsd >= grant.maxCostMicroUsd,
    emit: policy.onEvent,
    async startCall(model, expectation) {
      const call = createMeteredCall(model, expectation);
      if (!model) return call;
      const callId = randomUUID();
      if (!(await reserve(model, expectation, callId))) return undefined;
      const started = { callId, model, ended: new AbortController() };
      inFlight.set(call, started);
      watch(call, started).catch(() => {});
      return call;
    },
    async endCall(call, outcome) {
      const ending = inFlight.get(call);
      if (!ending) return;
      const { callId, model, ended } = ending;
      inFlight.delete(call);
      ended.abort();
      const counted = outcome === 'charged' ? countCall(model, call.reading?.() ?? call.expectation.unread) : undefined;
      await change((now) => bookCall(now, callId, counted));
    },
  };
};
