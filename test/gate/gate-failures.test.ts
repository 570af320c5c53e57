import assert from 'node:assert/strict';
import test from 'node:test';
import { openGate } from './open-gate.ts';

const SILENT = [
  { prompt: '[[hang]]', what: 'an answer that never began costs nothing', kinds: ['stalled'] },
  {
    prompt: '[[chars: 1000]] [[stall]]',
    what: 'what came of an answer is counted',
    kinds: ['usage', 'usage', 'stalled'],
  },
];
for (const { prompt, what, kinds } of SILENT) {
  test(`fails when the model is silent for too long: ${what}`, async (t) => {
    const { session, events, call } = await openGate(t, { stallTimeoutMs: 50 });
    const outcome = await call(prompt)
      .then(async (response) => [response.status, await response.text()])
      .catch(() => 'broken off');
    if (Array.isArray(outcome)) assert.equal(outcome[0], 504);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      kinds,
    );
    assert.equal(session.metrics().isEstimated, kinds.includes('usage'));
  });
}

test('an error of the provider passes as it is, is told to the run, and costs nothing', async (t) => {
  const { session, events, call } = await openGate(t);
  const busy = await call('[[fail: 529]]');
  assert.equal(busy.status, 529);
  const { error } = (await busy.json()) as { error: { type: string; message: string } };
  assert.equal(error.type, 'overloaded_error');
  const limited = await call('[[fail: 429 retry-after=7]]');
  assert.equal(limited.headers.get('retry-after'), '7');
  assert.deepEqual(events, [
    { kind: 'upstream_error', status: 529, message: error.message, isFinal: false },
    {
      kind: 'upstream_error',
      status: 429,
      message: 'The stand-in model fails on request with 429.',
      retryAfterSeconds: 7,
      isFinal: false,
    },
  ]);
  assert.deepEqual(session.metrics().modelUsage, []);
});

test('fails with 502 when the provider cannot be reached, and tells the run', async (t) => {
  const { standIn, events, call } = await openGate(t);
  await standIn.close();
  const response = await call('hi');
  assert.equal(response.status, 502);
  assert.deepEqual(events, [
    {
      kind: 'upstream_error',
      status: null,
      message: 'The connection to the model provider failed (ECONNREFUSED).',
      isFinal: false,
    },
  ]);
});

test('fails when the provider is lost in the middle: the answer is cut, counted, and told to the run', async (t) => {
  const { session, events, call } = await openGate(t);
  const response = await call('[[usage: input=50]] [[chars: 1000]] [[cut]]');
  await assert.rejects(response.text());
  assert.deepEqual(
    events.map((event) => (event.kind === 'upstream_error' ? event.status : event.kind)),
    ['usage', 'usage', null],
  );
  assert.equal(session.metrics().usage.inputTokens, 50);
  assert.equal(session.metrics().isEstimated, true);
});

test('an error event in the middle of a stream is told to the run with its status', async (t) => {
  const { events, call } = await openGate(t);
  assert.match(await (await call('[[chars: 1000]] [[error]]')).text(), /event: error/);
  assert.equal(events[0]?.kind === 'upstream_error' && events[0].status, 529);
});
