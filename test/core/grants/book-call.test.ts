import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookCall } from '#core/grants/book-call.ts';
import { countedCall, grantOf, reservationOf } from '#test/fakes/grants.ts';

const GRANT = grantOf('prompt_1', 0, { reservations: [reservationOf('a', 9, 1), reservationOf('b', 9, 1)] });

test('what a call has used takes the place of its reservation', () => {
  const { spent, reservations } = bookCall(GRANT, 'a', countedCall(5));
  assert.deepEqual([spent.costMicroUsd, spent.usage.inputTokens, spent.modelUsage[0]?.calls], [5, 5, 1]);
  assert.deepEqual(
    reservations.map(({ callId }) => callId),
    ['b'],
  );
});

test('a call that cost nothing leaves only its reservation', () => {
  const { spent, reservations } = bookCall(GRANT, 'a', undefined);
  assert.deepEqual([spent, reservations.length], [GRANT.spent, 1]);
});

test('a call is booked once', () => {
  const booked = bookCall(GRANT, 'a', countedCall(5));
  assert.equal(bookCall(booked, 'a', countedCall(5)), booked);
});
