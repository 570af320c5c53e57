import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { GrantStore } from '#core/grants/grant-store.ts';
import type { Model } from '#core/models/model.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import type { GatePolicy } from '#gate/gate-session.ts';
import { createGrantSession } from '#gate/grant-session.ts';
import { grantOf } from '#test/fakes/grants.ts';
import { createMemoryGrantStore } from '#test/fakes/memory-grant-store.ts';

const BUDGET = 100;

/** A token costs a micro-USD. */
const MODEL: Model = {
  id: 'claude-haiku-4-5',
  displayName: 'A model',
  aliases: [],
  createdAt: '2026-01-01',
  maxInputTokens: 1,
  maxOutputTokens: 1,
  price: { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 },
};

const POLICY: GatePolicy = {
  upstream: { provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'k' },
  models: [MODEL],
  maxCostMicroUsd: BUDGET,
  stallTimeoutMs: 1,
  onEvent: () => {},
};

const reading = (inputTokens: number) => ({ usage: { ...NO_USAGE, inputTokens }, isFinal: true });

/** A call that may cost so much and costs that part of it, each in an environment of its own. */
const makeCall = async (
  grants: GrantStore,
  answered: () => Promise<void>,
  [most, percent]: readonly [most: number, percent: number],
): Promise<number> => {
  const grant = await grants.get('prompt_1');
  assert.ok(grant);
  const ports = { grants, clock: () => 0, sleep: async () => {}, watchMs: 1_000_000 };
  const session = createGrantSession(grant, POLICY, ports);
  const call = await session.startCall(MODEL, { most: { ...NO_USAGE, inputTokens: most }, unread: reading(0) });
  if (!call) return 0;
  await answered();
  const cost = Math.floor((most * percent) / 100);
  call.reading = () => reading(cost);
  await session.endCall(call, 'charged');
  return cost;
};

test('calls at the same time, in whatever order they come to the table, pass the budget by one answer at most', async () => {
  const call = fc.tuple(fc.integer({ min: 1, max: 80 }), fc.nat(100));
  const calls = fc.array(call, { minLength: 2, maxLength: 12, size: 'max' });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), calls, async (scheduler, asked) => {
      const stored = createMemoryGrantStore(() => 0);
      await stored.create(grantOf('prompt_1', 0, { maxCostMicroUsd: BUDGET }));
      const grants: GrantStore = {
        ...stored,
        get: scheduler.scheduleFunction(stored.get),
        replace: scheduler.scheduleFunction(stored.replace),
      };
      const answered = scheduler.scheduleFunction(async () => {});
      const costs = await scheduler.waitFor(Promise.all(asked.map((call) => makeCall(grants, answered, call))));
      const { spent, reservations } = (await stored.get('prompt_1')) ?? { spent: undefined };
      const total = costs.reduce((sum, cost) => sum + cost, 0);
      assert.deepEqual([spent?.costMicroUsd, reservations], [total, []]);
      assert.ok(total < BUDGET + Math.max(1, ...costs), `${total} of ${BUDGET}`);
    }),
    { numRuns: 50 },
  );
});

test('a call is ended once, and what is free costs nothing', async () => {
  const grants = createMemoryGrantStore(() => 0);
  const grant = grantOf('prompt_1', 0);
  await grants.create(grant);
  const ports = { grants, clock: () => 0, sleep: async () => {}, watchMs: 1_000_000 };
  const session = createGrantSession(grant, POLICY, ports);
  const expectation = { most: { ...NO_USAGE, inputTokens: 9 }, unread: reading(4) };
  const [first, second] = [await session.startCall(MODEL, expectation), await session.startCall(MODEL, expectation)];
  assert.ok(first && second);
  await session.endCall(first, 'free');
  await session.endCall(first, 'charged');
  await session.endCall(second, 'charged');
  assert.equal(session.metrics().costMicroUsd, 4);
  assert.deepEqual((await grants.get('prompt_1'))?.spent, session.metrics());
});
