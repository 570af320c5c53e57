import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookCall } from '#core/grants/book-call.ts';
import { changeGrant } from '#core/grants/change-grant.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import { countedCall, grantOf, reservationOf } from '#test/fakes/grants.ts';
import { createMemoryGrantStore } from '#test/fakes/memory-grant-store.ts';

const open = async () => {
  const grants = createMemoryGrantStore(() => 0);
  const grant = grantOf('prompt_1', 0, { reservations: [reservationOf('a', 70, 1)] });
  await grants.create(grant);
  return { grants, grant };
};

test('a run that never had a grant has no figures', async () => {
  const { grants } = await open();
  assert.equal(await settleGrant('prompt_2', { grants }), undefined);
});

test('calls in flight are waited for until they are booked', async () => {
  const { grants, grant } = await open();
  const pauses: number[] = [];
  const sleep = async (durationMs: number) => {
    pauses.push(durationMs);
    assert.equal((await grants.get('prompt_1'))?.isClosed, true);
    if (pauses.length === 3) await changeGrant(grants, grant, (now) => bookCall(now, 'a', countedCall(5)));
  };
  assert.equal((await settleGrant('prompt_1', { grants, sleep }))?.costMicroUsd, 5);
  assert.equal(pauses.length, 3);
});

test('what is not booked in five seconds is counted at its most, as an estimate', async () => {
  const { grants } = await open();
  let waitedMs = 0;
  const sleep = async (durationMs: number) => {
    waitedMs += durationMs;
  };
  const metrics = await settleGrant('prompt_1', { grants, sleep });
  assert.deepEqual([metrics?.costMicroUsd, metrics?.isEstimated], [70, true]);
  assert.ok(waitedMs >= 5_000 && waitedMs < 5_500, `${waitedMs} ms`);
});

test('settling again gives the same, or what has been booked since', async () => {
  const { grants, grant } = await open();
  assert.equal((await settleGrant('prompt_1', { grants }))?.costMicroUsd, 70);
  assert.equal((await settleGrant('prompt_1', { grants }))?.costMicroUsd, 70);
  await changeGrant(grants, grant, (now) => bookCall(now, 'a', countedCall(5)));
  assert.equal((await settleGrant('prompt_1', { grants }))?.costMicroUsd, 5);
});
