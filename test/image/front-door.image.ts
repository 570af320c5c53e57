import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReceivedEvent, readEvents } from '#test/product/read-events.ts';
import { readJson } from '#test/product/read-json.ts';
import { eventually } from './eventually.ts';
import type { LambdaContainer } from './lambda-container.ts';
import { type FrontDoor, openFrontDoor } from './open-front-door.ts';

/** Takes longer than any limit here. */
const ENDLESS_TEXT = '[[chars: 9000]] [[delay: 100]]';

const storedRecord = async ({ call }: FrontDoor, id: string) => readJson(await call(`/v1/prompts/${id}`));

const endedRecord = (door: FrontDoor, id: string) =>
  eventually(
    () => storedRecord(door, id),
    ({ status }) => status !== 'in_progress',
  );

/** Waits until some text has come, and leaves the rest to be read; tells which prompt it is. */
const textBegins = async (events: AsyncGenerator<ReceivedEvent>): Promise<string> => {
  let id = '';
  while (true) {
    const { value, done } = await events.next();
    if (done) throw new Error('the stream ended without a text');
    if (value.event === 'run.started') id = value.data.id;
    if (value.event === 'message.delta') return id;
  }
};

for (const gate of ['runner', 'function'] as const) {
  test(`prompts are answered through the front door, whole and streamed, and counted, with gate ${gate}`, async (t) => {
    const door = await openFrontDoor(t, { gate });
    let costUsd = 0;
    for (const profile of ['chat', 'agent']) {
      const body = { profile, model: 'haiku', prompt: '[[say: Hello.]]' };
      const whole = await readJson(await door.call('/v1/prompts', body));
      assert.deepEqual([whole.status, whole.response], ['completed', '[stand-in model] Hello.']);

      const events = await Array.fromAsync(readEvents(await door.call('/v1/prompts', { ...body, stream: true })));
      const text = events.map(({ event, data }) => (event === 'message.delta' ? data.text : '')).join('');
      const last = events.at(-1);
      assert.deepEqual([last?.event, text], ['run.completed', whole.response]);
      assert.equal((await storedRecord(door, last?.data.id)).response, text);
      assert.ok(whole.cost_usd > 0 && last?.data.cost_usd > 0);
      costUsd += whole.cost_usd + last?.data.cost_usd;
    }
    const { total } = await readJson(await door.call('/v1/usage'));
    assert.deepEqual([total.requests, total.errors, total.cost_usd.toFixed(6)], [4, 0, costUsd.toFixed(6)]);
  });
}

test('a client that hangs up leaves a record of what came, and the next prompt is answered', async (t) => {
  const door = await openFrontDoor(t);
  const hangUp = new AbortController();
  const body = { profile: 'chat', stream: true, prompt: '[[chars: 1000]] [[delay: 20]]' };
  const id = await textBegins(readEvents(await door.call('/v1/prompts', body, hangUp.signal)));
  hangUp.abort();
  const kept = await endedRecord(door, id);
  assert.deepEqual([kept.status, kept.error.code], ['canceled', 'canceled']);
  assert.ok(kept.response.length > 0 && kept.response.length < 1000, `${kept.response.length} characters`);
  const next = await readJson(await door.call('/v1/prompts', { profile: 'chat', prompt: '[[say: Hello.]]' }));
  assert.equal(next.response, '[stand-in model] Hello.');
});

const LIMITS = {
  'its own limit': { limits: { timeout_seconds: 3 }, options: {} },
  // The runner keeps some seconds of it for itself.
  "the function's timeout": { limits: { timeout_seconds: 100 }, options: { timeoutMs: 9000 } },
};

for (const [limit, { limits, options }] of Object.entries(LIMITS)) {
  test(`fails a run that speaks past ${limit} with run_timed_out, and keeps what it has said and cost`, async (t) => {
    const door = await openFrontDoor(t, options);
    const body = { profile: 'chat', stream: true, prompt: ENDLESS_TEXT, ...limits };
    const last = (await Array.fromAsync(readEvents(await door.call('/v1/prompts', body)))).at(-1);
    assert.deepEqual([last?.event, last?.data.error?.code], ['run.failed', 'run_timed_out']);
    const kept = await storedRecord(door, last?.data.id);
    assert.deepEqual([kept.status, kept.error.code], ['failed', 'run_timed_out']);
    assert.ok(kept.response.length > 100 && kept.response.length < 9000, `${kept.response.length} characters`);
    assert.ok(kept.cost_usd > 0);
    const { total } = await readJson(await door.call('/v1/usage'));
    assert.deepEqual([total.errors, total.cost_usd], [1, kept.cost_usd]);
  });
}

const ENDS: readonly (readonly [string, string, (container: LambdaContainer) => Promise<void>])[] = [
  ['hangs until Lambda ends it', 'run_timed_out', ({ processes }) => processes.freeze()],
  ['dies', 'cli_failed', (container) => container.stop()],
];

for (const [what, code, end] of ENDS) {
  test(`fails a run whose environment ${what} with ${code}, and keeps what it has said`, async (t) => {
    const door = await openFrontDoor(t, { timeoutMs: 9000 });
    const body = { profile: 'chat', stream: true, prompt: ENDLESS_TEXT };
    const events = readEvents(await door.call('/v1/prompts', body));
    const id = await textBegins(events);
    await end(door.container);
    const last = (await Array.fromAsync(events)).at(-1);
    assert.deepEqual([last?.event, last?.data.error?.code], ['run.failed', code]);
    const kept = await storedRecord(door, id);
    assert.deepEqual([kept.status, kept.error.code], ['failed', code]);
    assert.ok(kept.response.length > 0);
    const { total } = await readJson(await door.call('/v1/usage'));
    assert.deepEqual([total.requests, total.errors, total.cost_usd], [1, 1, kept.cost_usd]);
  });
}
