import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openGate } from './open-gate.ts';

// 100,000 tokens of haiku-4-5's output: $0.50 a call, whatever the call said it would take at most.
const EXPENSIVE = '[[usage: output=100000]]';
const EXPENSIVE_MICRO_USD = 500_000;

test('of many calls at once, no more are made than the budget and one answer pay for', async (t) => {
  const { session, call, standIn } = await openGate(t, { maxCostMicroUsd: 600 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(`[[wait: 20]] ${EXPENSIVE}`)));
  await Promise.all(answers.map((answer) => answer.text()));
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, ...Array.from({ length: 9 }, () => 402)]);
  assert.equal(standIn.calls.length, 1);
  assert.ok(session.metrics().costMicroUsd < EXPENSIVE_MICRO_USD + 100);
});

test('calls that the budget can pay for together are made together', async (t) => {
  const { call, standIn } = await openGate(t, { maxCostMicroUsd: 1_000_000 });
  const leave = new AbortController();
  const calls = [1, 2, 3].map(() => call('[[hang]]', { signal: leave.signal }).catch(() => {}));
  while (standIn.calls.length < 3) await setImmediate();
  leave.abort();
  await Promise.all(calls);
});

test('an answer in one piece is counted although nobody waits for it', async (t) => {
  const { session, events, call } = await openGate(t);
  const leave = new AbortController();
  const hungUp = call(`[[wait: 100]] ${EXPENSIVE}`, { stream: false, signal: leave.signal }).catch(() => {});
  await setImmediate();
  setTimeout(() => leave.abort(), 20);
  await hungUp;
  while (!events.some(({ kind }) => kind === 'usage')) await setImmediate();
  assert.equal(session.metrics().usage.outputTokens, 100_000);
  assert.equal(session.metrics().isEstimated, false);
});

test('calls that are cut before anything was read are counted by what they asked for', async (t) => {
  const { session, call, standIn } = await openGate(t);
  const answers = [true, false].map((stream) => call('[[hang]]', { stream }).catch(() => {}));
  while (standIn.calls.length < 2) await setImmediate();
  session.close();
  await Promise.all(answers);
  const { usage, isEstimated, modelUsage } = session.metrics();
  // The one in one piece is written to its end, wherever that is; the streamed one stops.
  assert.equal(usage.outputTokens, 100);
  assert.ok(usage.inputTokens > 0);
  assert.equal(modelUsage[0]?.calls, 2);
  assert.equal(isEstimated, true);
});

test('once no further calls are let through, those in flight go on', async (t) => {
  const { session, call, standIn } = await openGate(t);
  const inFlight = call('[[wait: 50]] [[say: still here]]');
  while (standIn.calls.length < 1) await setImmediate();
  session.refuseCalls();
  assert.equal((await call('one more')).status, 402);
  assert.match(await (await inFlight).text(), /here/);
  assert.equal(standIn.calls.length, 1);
});

test('the provider is given the name of the model that was checked, never a short one', async (t) => {
  const { call, standIn } = await openGate(t);
  await (await call('hello', { model: 'haiku' })).text();
  const [sent] = standIn.calls;
  assert.partialDeepStrictEqual(sent?.body, { model: 'claude-haiku-5-5' });
});
