import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#core/clock.ts';
import { bookCall } from '#core/grants/book-call.ts';
import { changeGrant } from '#core/grants/change-grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { countedCall, grantOf, reservationOf } from '#test/fakes/grants.ts';

let runs = 0;

const newRunId = (): string => {
  runs += 1;
  return `prompt_grant${runs}_${process.pid}`;
};

/** What every `GrantStore` promises. */
export const testGrantStore = (createStore: (clock: Clock) => GrantStore): void => {
  const open = () => {
    const clock = createFakeClock();
    return { clock, grants: createStore(clock), grant: grantOf(newRunId(), clock()) };
  };

  test('a grant is found as it was created', async () => {
    const { grants, grant } = open();
    await grants.create(grant);
    assert.deepEqual(await grants.get(grant.runId), grant);
    assert.equal(await grants.get(newRunId()), undefined);
  });

  test('fails to create a second grant of a run', async () => {
    const { grants, grant } = open();
    await grants.create(grant);
    await assert.rejects(grants.create({ ...grant, maxCostMicroUsd: 2 * grant.maxCostMicroUsd }));
    assert.deepEqual(await grants.get(grant.runId), grant);
  });

  test('what has become of a grant is replaced as a whole, and what it allows is not', async () => {
    const { clock, grants, grant } = open();
    await grants.create(grant);
    const used = {
      ...grant,
      isClosed: true,
      reservations: [reservationOf('call-1', 7, clock() + 1)],
      spent: { ...NO_METRICS, costMicroUsd: 3, modelUsage: [] },
    };
    const replaced = { ...used, version: grant.version + 1 };
    assert.deepEqual(await grants.replace(used), replaced);
    assert.deepEqual(await grants.get(grant.runId), replaced);
    await grants.replace({ ...replaced, maxCostMicroUsd: 1e9, tokenSha256: 'another', validUntilMs: 1e15 });
    assert.deepEqual(await grants.get(grant.runId), { ...replaced, version: grant.version + 2 });
  });

  test('fails to replace what somebody else has changed since, or what is not there', async () => {
    const { grants, grant } = open();
    assert.equal(await grants.replace(grant), undefined);
    await grants.create(grant);
    assert.ok(await grants.replace(grant));
    assert.equal(await grants.replace({ ...grant, isClosed: true }), undefined);
    assert.equal((await grants.get(grant.runId))?.isClosed, false);
  });

  test('of changes at the same time none is lost', async () => {
    const { clock, grants, grant } = open();
    const callIds = Array.from({ length: 12 }, (_, index) => `call-${index}`);
    const reservations = callIds.map((callId) => reservationOf(callId, 1, clock() + 1));
    await grants.create({ ...grant, reservations });
    await Promise.all(
      callIds.map((callId) => changeGrant(grants, grant, (now) => bookCall(now, callId, countedCall(10)))),
    );
    const { spent, reservations: left } = (await grants.get(grant.runId)) ?? grant;
    assert.deepEqual([spent.costMicroUsd, spent.modelUsage[0]?.calls, left], [120, 12, []]);
  });

  test('a grant whose time is over is not there', async () => {
    const { clock, grants, grant } = open();
    await grants.create(grant);
    clock.advance(2 * 3_600_000);
    assert.equal(await grants.get(grant.runId), undefined);
  });
};
