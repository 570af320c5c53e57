import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Grant } from '#core/grants/grant.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { reservationOf, tokenOf } from '#test/fakes/grants.ts';
import { SECRET_KEY } from './open-gate.ts';
import { openGateFunction } from './open-gate-function.ts';
import { startProvider } from './start-provider.ts';

/** The gate function in front of a stand-in model. */
const open = async (t: TestContext, grant: Partial<Grant> = {}) => {
  const standIn = await startStandInModel();
  t.after(() => standIn.close());
  const upstream = { provider: 'anthropic' as const, baseUrl: standIn.baseUrl, apiKey: SECRET_KEY };
  return { standIn, ...(await openGateFunction(t, { upstream, grant })) };
};

/** Waits for what comes by itself. */
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await setImmediate();
};

test('a call is made with the real key, its answer is passed on, and what it used is booked', async (t) => {
  const { standIn, token, call, grant, reports } = await open(t);
  const response = await call('[[say: hi]] [[usage: input=100 output=20]]');
  const text = await response.text();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.match(text, /event: message_stop/);
  const [sent] = standIn.calls;
  assert.equal(sent?.headers['x-api-key'], SECRET_KEY);
  assert.equal(JSON.stringify(sent).includes(token), false);
  assert.equal((text + JSON.stringify([...response.headers])).includes(SECRET_KEY), false);
  // Haiku 4.5: 100 × 1 + 20 × 5
  const { spent, reservations } = await grant();
  assert.deepEqual([spent.costMicroUsd, spent.isEstimated, reservations], [200, false, []]);
  assert.deepEqual(reports, []);
});

test('an answer streams: its beginning is there before it has ended', async (t) => {
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const upstream = await startProvider(t, (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"type":"ping"}\n\n');
    void goOn.then(() => response.end('data: {"type":"pong"}\n\n'));
  });
  const { call } = await openGateFunction(t, { upstream });
  const reader = (await call('hi')).body?.getReader();
  assert.match(Buffer.from((await reader?.read())?.value ?? []).toString(), /ping/);
  resolve();
  assert.match(Buffer.from((await reader?.read())?.value ?? []).toString(), /pong/);
});

test('an answer in one piece is booked too', async (t) => {
  const { call, grant } = await open(t);
  const response = await call('[[usage: input=3 output=4]]', { stream: false });
  assert.equal(((await response.json()) as { type: string }).type, 'message');
  assert.equal((await grant()).spent.costMicroUsd, 23);
});

test('fails with 401 for a token that is none, of no run, or not the one of its run', async (t) => {
  const { standIn, call } = await open(t);
  const wrong = ['', 'sk-ant-x', tokenOf('prompt_2'), tokenOf('prompt_1').replace(/s$/, 't'), 'prompt_1.'];
  for (const token of wrong) assert.equal((await call('hi', { token })).status, 401, token);
  assert.equal(standIn.calls.length, 0);
});

test('fails with 401 once the run has ended, or its time is over', async (t) => {
  const ended = await open(t);
  await settleGrant('prompt_1', { grants: ended.grants });
  assert.equal((await ended.call('hi')).status, 401);
  const late = await open(t);
  late.clock.advance(60_000);
  assert.equal((await late.call('hi')).status, 401);
  assert.equal(ended.standIn.calls.length + late.standIn.calls.length, 0);
});

test('fails with 400 for a model that the run was not granted', async (t) => {
  const { standIn, call } = await open(t);
  assert.equal((await call('hi', { model: 'claude-opus-5-5' })).status, 400);
  assert.equal(standIn.calls.length, 0);
});

test('fails with 402 when the budget is used up, and says so to the gate in the runner', async (t) => {
  const { standIn, call } = await open(t, { maxCostMicroUsd: 500_000 });
  await (await call('[[usage: output=100000]]')).text();
  const response = await call('one more');
  assert.equal(response.status, 402);
  assert.equal(response.headers.get('headless-claude-gate-event'), 'budget_reached');
  assert.equal(standIn.calls.length, 1);
});

test('of many calls at once, no more are made than the budget and one answer pay for', async (t) => {
  const { standIn, call, grant } = await open(t, { maxCostMicroUsd: 600 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('[[wait: 20]] [[usage: output=100000]]')));
  await Promise.all(answers.map((answer) => answer.text()));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 402, 402, 402, 402, 402, 402, 402]);
  assert.equal(standIn.calls.length, 1);
  assert.equal((await grant()).reservations.length, 0);
});

test("the provider's errors are passed on without the key, and cost nothing", async (t) => {
  const { call, grant } = await open(t);
  const response = await call('[[fail: 529]]');
  assert.equal(response.status, 529);
  assert.equal((await response.text()).includes(SECRET_KEY), false);
  const { spent, reservations } = await grant();
  assert.deepEqual([spent.costMicroUsd, reservations], [0, []]);
});

test('fails when the provider is lost in the middle: the answer ends with an error event, and is booked', async (t) => {
  const { call, grant } = await open(t);
  const text = await (await call('[[usage: input=50]] [[chars: 1000]] [[cut]]')).text();
  assert.match(text, /\n\nevent: error\ndata: \{"type":"error".*\}\n\n$/);
  const { spent, reservations } = await grant();
  assert.deepEqual([spent.usage.inputTokens, spent.isEstimated, reservations], [50, true, []]);
});

test('a call whose caller hangs up is cut and booked', async (t) => {
  const { standIn, call, grant } = await open(t);
  const leave = new AbortController();
  const response = await call('[[usage: input=50]] [[chars: 400]] [[stall]]', { signal: leave.signal });
  await response.body?.getReader().read();
  leave.abort();
  await until(async () => (await grant()).reservations.length === 0);
  assert.equal((await grant()).spent.usage.inputTokens, 50);
  assert.equal(standIn.calls.length, 1);
});

test('the end of a run cuts its calls, and is told what they had used', async (t) => {
  const { standIn, call, grants } = await open(t);
  const response = await call('[[usage: input=50]] [[chars: 400]] [[stall]]');
  const answer = response.text();
  await until(() => standIn.calls.length === 1);
  const metrics = await settleGrant('prompt_1', { grants, sleep: () => setTimeout(2) });
  assert.deepEqual([metrics?.usage.inputTokens, metrics?.isEstimated, metrics?.modelUsage[0]?.calls], [50, true, 1]);
  assert.match(await answer, /event: error/);
});

test('a call in flight keeps its reservation, and one of a gate that died holds nobody up for ever', async (t) => {
  const { standIn, call, clock, grants, grant } = await open(t, { maxCostMicroUsd: 600, validUntilMs: 1e15 });
  const reserved = await grant();
  await grants.replace({ ...reserved, reservations: [reservationOf('dead', 550, clock() + 60_000)] });
  const leave = new AbortController();
  const waiting = call('[[stall]] [[chars: 40]]', { signal: leave.signal });
  clock.advance(60_000);
  await waiting;
  assert.equal(standIn.calls.length, 1);
  const leaseOf = async () => (await grant()).reservations.at(-1)?.expiresAtMs ?? 0;
  const lease = await leaseOf();
  clock.advance(45_000);
  await until(async () => (await leaseOf()) > lease);
  leave.abort();
});

test('what can be asked without a token tells nothing', async (t) => {
  const { url } = await open(t);
  assert.equal((await fetch(url, { method: 'HEAD' })).status, 200);
  assert.equal((await fetch(`${url}/v1/models`)).status, 404);
});

test('fails with 413, as Lambda does, for what a function cannot be handed', async (t) => {
  const { call } = await open(t);
  assert.equal((await call('x'.repeat(7 * 1024 * 1024))).status, 413);
});

test('fails without an answer and without a charge when the table cannot be reached', async (t) => {
  const standIn = await startStandInModel();
  t.after(() => standIn.close());
  const upstream = { provider: 'anthropic' as const, baseUrl: standIn.baseUrl, apiKey: SECRET_KEY };
  const { call, reports } = await openGateFunction(t, {
    upstream,
    wrap: (grants) => ({ ...grants, replace: () => Promise.reject(new Error('no table')) }),
  });
  assert.equal((await call('hi')).status, 500);
  assert.equal(standIn.calls.length, 0);
  assert.equal(reports.length, 1);
});
