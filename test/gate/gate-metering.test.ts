import assert from 'node:assert/strict';
import test from 'node:test';
import { openGate } from './open-gate.ts';
import { startProvider } from './start-provider.ts';

test('an answer passes byte by byte, and its tokens are counted and priced', async (t) => {
  const { session, events, call } = await openGate(t);
  const response = await call('[[say: hi]] [[usage: input=100 output=20 cache_read=10 cache_write=4]]');
  const text = await response.text();
  assert.equal(response.status, 200);
  assert.match(
    text,
    /event: message_start\ndata: .*"text_delta".*event: message_stop\ndata: {"type":"message_stop"}\n\n$/s,
  );
  const usage = { inputTokens: 100, outputTokens: 20, cacheReadInputTokens: 10, cacheCreationInputTokens: 4 };
  // Haiku 4.5: 100 × 1 + 20 × 5 + 10 × 0.1 + 4 × 1.25
  const costMicroUsd = 206;
  const metrics = {
    usage,
    modelUsage: [{ ...usage, model: 'claude-haiku-4-5', calls: 1, costMicroUsd }],
    costMicroUsd,
    isEstimated: false,
  };
  assert.deepEqual(session.metrics(), metrics);
  assert.deepEqual(events.at(-1), { kind: 'usage', metrics });
});

test('whatever the provider sends arrives unchanged, also what nobody understands', async (t) => {
  const bytes = Buffer.from('data: {"type":"message_start"\n\n\u{1f600}\r\n\0: no event at all', 'utf8');
  const upstream = await startProvider(t, (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-internal': 'organisation' });
    response.write(bytes.subarray(0, 31));
    response.end(bytes.subarray(31));
  });
  const { call } = await openGate(t, { upstream });
  const response = await call('hi');
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
  assert.equal(response.headers.get('x-internal'), null);
});

test('an answer in one piece is counted too', async (t) => {
  const { session, call } = await openGate(t);
  const response = await call('[[usage: input=3 output=4]]', { stream: false });
  const message = (await response.json()) as { type: string };
  assert.equal(message.type, 'message');
  assert.deepEqual(session.metrics().usage, {
    inputTokens: 3,
    outputTokens: 4,
    cacheReadInputTokens: 0,
    cacheCreationInputTokens: 0,
  });
});

test('counting tokens costs nothing, and works when the budget is used up', async (t) => {
  const { session, call } = await openGate(t, { maxCostMicroUsd: 1 });
  await (await call('[[usage: input=1 output=0]]')).text();
  const response = await call('hi', { path: '/v1/messages/count_tokens' });
  const { input_tokens } = (await response.json()) as { input_tokens: number };
  assert.ok(input_tokens > 0);
  assert.equal(session.metrics().modelUsage[0]?.calls, 1);
});

test('fails with 402 once the run has cost its maximum, and tells the run', async (t) => {
  const { session, standIn, events, call } = await openGate(t, { maxCostMicroUsd: 1000 });
  const first = await call('[[usage: input=900 output=100]]');
  assert.match(await first.text(), /message_stop/);
  const second = await call('hi');
  assert.equal(second.status, 402);
  assert.equal(standIn.calls.length, 1);
  assert.equal(events.at(-1)?.kind, 'budget_reached');
  assert.equal(session.metrics().costMicroUsd, 1400);
});

test('an answer whose prompt alone costs the maximum is cut before it goes on', async (t) => {
  const { session, standIn, events, call } = await openGate(t, { maxCostMicroUsd: 1000 });
  const response = await call('[[usage: input=1000 output=9]] [[chars: 5000]] [[delay: 10]]');
  assert.equal(response.status, 402);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['usage', 'budget_reached'],
  );
  assert.equal(session.metrics().isEstimated, true);
  assert.ok(session.metrics().costMicroUsd >= 1000);
  assert.equal(standIn.calls.length, 1);
});

test('an answer is cut where it has cost the maximum, however long it would have been', async (t) => {
  const { session, events, call } = await openGate(t, { maxCostMicroUsd: 1000 });
  const response = await call('[[usage: input=10 output=5000]] [[chars: 20000]] [[delay: 1]]');
  await assert.rejects(response.text());
  assert.equal(events.at(-1)?.kind, 'budget_reached');
  // A token of Haiku 4.5 costs 5, and a delta has five.
  const { costMicroUsd } = session.metrics();
  assert.ok(costMicroUsd >= 1000 && costMicroUsd <= 1000 + 5 * 25, `${costMicroUsd}`);
});

test('a client that leaves ends the call, which is counted as far as it came', async (t) => {
  const usage = Promise.withResolvers<void>();
  const { session, standIn, call } = await openGate(t, {
    stallTimeoutMs: 60_000,
    onEvent: ({ kind }) => kind === 'usage' && usage.resolve(),
  });
  const leaving = new AbortController();
  const response = await call('[[usage: input=50]] [[chars: 1000]] [[stall]]', { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await usage.promise;
  const { usage: counted, isEstimated } = session.metrics();
  assert.equal(counted.inputTokens, 50);
  assert.equal(counted.outputTokens, 125);
  assert.equal(isEstimated, true);
  await t.waitFor(() => assert.equal(standIn.calls[0]?.clientLeft, true));
});

test('closing the session cuts its calls, counts them, and ends its events', async (t) => {
  const { session, standIn, events, call } = await openGate(t);
  const response = await call('[[usage: input=50]] [[chars: 1000]] [[stall]]');
  await response.body?.getReader().read();
  session.close();
  const metrics = session.metrics();
  assert.equal(metrics.usage.inputTokens, 50);
  assert.equal(metrics.isEstimated, true);
  assert.deepEqual(events.at(-1), { kind: 'usage', metrics });
  await t.waitFor(() => assert.equal(standIn.calls[0]?.clientLeft, true));
  session.close();
  assert.equal(session.metrics(), metrics);
  assert.equal(events.length, 2);
});

test('a call in flight is in the totals as far as it came', async (t) => {
  const { session, call } = await openGate(t);
  const response = await call('[[usage: input=50]] [[chars: 1000]] [[stall]]');
  await response.body?.getReader().read();
  assert.equal(session.metrics().usage.inputTokens, 50);
  assert.ok(session.waitedMs() > 0);
});
