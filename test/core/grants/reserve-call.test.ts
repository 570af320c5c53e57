import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bookCall } from '#core/grants/book-call.ts';
import type { Grant } from '#core/grants/grant.ts';
import { reserveCall } from '#core/grants/reserve-call.ts';
import { countedCall, grantOf, reservationOf } from '#test/fakes/grants.ts';

const NOW_MS = 1_000;
const BUDGET = 100;

const grantWith = (overrides: Partial<Grant> = {}): Grant =>
  grantOf('prompt_1', 0, { maxCostMicroUsd: BUDGET, ...overrides });
const reservation = (callId: string, most: number, expiresAtMs = NOW_MS + 1) =>
  reservationOf(callId, most, expiresAtMs);

const isReserved = (grant: Grant, most: number): boolean =>
  reserveCall(grant, reservation('new', most), NOW_MS).reservations.some(({ callId }) => callId === 'new');

test('a call that is alone may go, whatever it may come to cost', () => {
  assert.equal(isReserved(grantWith(), 10 * BUDGET), true);
});

test('a further call may go if all of them together fit into the budget', () => {
  const grant = grantWith({ spent: { ...grantWith().spent, costMicroUsd: 10 }, reservations: [reservation('a', 40)] });
  assert.equal(isReserved(grant, 50), true);
  assert.equal(isReserved(grant, 51), false);
});

test('a reservation whose time is over holds nobody up, and is still there to be booked', () => {
  const grant = grantWith({ reservations: [reservation('a', BUDGET, NOW_MS)] });
  const reserved = reserveCall(grant, reservation('new', BUDGET), NOW_MS);
  assert.deepEqual(
    reserved.reservations.map(({ callId }) => callId),
    ['a', 'new'],
  );
});

test('no call may go once the budget is used up, the run has ended, or its time is over', () => {
  const spent = { ...grantWith().spent, costMicroUsd: BUDGET };
  for (const over of [{ spent }, { isClosed: true }, { validUntilMs: NOW_MS }]) {
    assert.equal(isReserved(grantWith(over), 1), false);
  }
});

test('no more than 32 calls may be in flight, however cheap', () => {
  const reservations = Array.from({ length: 32 }, (_, index) => reservation(`call-${index}`, 0));
  assert.equal(isReserved(grantWith({ reservations }), 0), false);
  assert.equal(isReserved(grantWith({ reservations: reservations.slice(1) }), 0), true);
});

test('whatever calls come and end in whatever order, the budget is passed by one answer at most', () => {
  const step = fc.record({
    isEnd: fc.boolean(),
    index: fc.nat(20),
    most: fc.integer({ min: 1, max: 80 }),
    percent: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let grant = grantWith();
      let dearest = 0;
      for (const [number, { isEnd, index, most, percent }] of steps.entries()) {
        const ending = grant.reservations[index % Math.max(1, grant.reservations.length)];
        if (isEnd && ending) {
          // An answer costs at most what was reserved for it.
          const cost = Math.floor((percent * ending.most.costMicroUsd) / 100);
          dearest = Math.max(dearest, cost);
          grant = bookCall(grant, ending.callId, countedCall(cost));
        } else {
          grant = reserveCall(grant, reservation(`call-${number}`, most), NOW_MS);
        }
      }
      const total = grant.reservations.reduce((sum, { most }) => sum + most.costMicroUsd, grant.spent.costMicroUsd);
      const dearestInFlight = Math.max(dearest, ...grant.reservations.map(({ most }) => most.costMicroUsd));
      assert.ok(total < BUDGET + Math.max(1, dearestInFlight), `${total} of ${BUDGET}`);
    }),
  );
});
