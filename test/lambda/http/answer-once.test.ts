import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunEvent } from '#core/runs/run-event.ts';
import { parseSettings } from '#core/settings.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { createMemoryIdempotencyStore } from '#test/fakes/memory-idempotency-store.ts';
import { errorEvent, HELLO, STARTED } from '#test/fakes/run-events.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const KEY = { headers: { 'Idempotency-Key': 'once-1' } };

const start = (events: readonly RunEvent[] = HELLO, overrides: Partial<ApiPorts> = {}) => {
  const api = createTestApi(events, overrides);
  const ask = (body: object = {}, request: object = {}) => api.ask(body, { ...KEY, ...request });
  return { ...api, ask, runs: () => api.runner.requests.length };
};

describe('a request with an Idempotency-Key', () => {
  test('is answered the same again, and run once', async () => {
    const { ask, runs } = start();
    const first = await ask();
    const second = await ask();
    assert.deepEqual([second.status, second.json], [200, first.json]);
    assert.deepEqual(
      [first.headers['idempotent-replayed'], second.headers['idempotent-replayed']],
      [undefined, 'true'],
    );
    assert.equal(second.headers['headless-claude-prompt-id'], 'prompt_000001');
    assert.equal(second.headers['ratelimit'], undefined, 'nothing was taken of a limit');
    assert.equal(runs(), 1);
  });

  test('is the same with its members in another order, and its key in quotes', async () => {
    const { ask, runs } = start();
    await ask({ system: 'Be brief.', metadata: { a: '1', b: '2' } });
    const again = { metadata: { b: '2', a: '1' }, system: 'Be brief.' };
    assert.equal((await ask(again, { headers: { 'idempotency-key': '"once-1"' } })).status, 200);
    assert.equal(runs(), 1);
  });

  test('sent many times at once runs once; the others are told to come back', async () => {
    const { ask, runs } = start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    assert.equal(runs(), 1);
    const refused = answers.filter(({ status }) => status === 409);
    assert.equal(refused.length, 19);
    for (const { json, headers } of refused) {
      assert.equal(json.code, 'idempotency_in_progress');
      assert.deepEqual([headers['retry-after'], headers['x-should-retry']], ['2', undefined]);
    }
    assert.equal((await ask()).status, 200);
  });

  test('is streamed again as it was, in the same frames', async () => {
    const { ask, runs } = start();
    const first = await ask({ stream: true });
    const second = await ask({ stream: true });
    assert.equal(second.text, first.text);
    assert.match(second.text, /event: run\.completed/);
    assert.deepEqual([second.headers['idempotent-replayed'], runs()], ['true', 1]);
    assert.match(second.headers['content-type'] ?? '', /text\/event-stream/);
  });

  test('belongs to its caller and its route', async () => {
    const { ask, call, runs } = start();
    await ask();
    assert.equal((await ask({}, { caller: STRANGER })).status, 200);
    assert.equal((await call('POST', '/api/claude', { body: { prompt: 'Hi' }, ...KEY })).status, 200);
    assert.equal(runs(), 3);
  });

  test('may be sent anew after a day', async () => {
    const { ask, clock, runs } = start();
    await ask();
    clock.advance(86_401_000);
    await ask();
    assert.equal(runs(), 2);
  });

  test('fails with 422 if its key was used for another request', async () => {
    const { ask, runs } = start();
    await ask();
    const { status, json } = await ask({ prompt: 'Something else' });
    assert.deepEqual([status, json.code], [422, 'idempotency_key_reused']);
    const withOption = { headers: { ...KEY.headers, 'headless-claude-tags': 'a' } };
    assert.equal((await ask({}, withOption)).status, 422);
    assert.equal(runs(), 1);
  });

  for (const key of ['', 'ü', 'x'.repeat(256)]) {
    test(`fails with 400 for the key ${JSON.stringify(key.slice(0, 3))}`, async () => {
      const { ask, runs } = start();
      const { status, json } = await ask({}, { headers: { 'idempotency-key': key } });
      assert.deepEqual([status, json.code, runs()], [400, 'invalid_request', 0]);
    });
  }
});

describe('an error of a request with an Idempotency-Key', () => {
  test('is told again if it came of what was run', async () => {
    const { ask, runs } = start([STARTED, errorEvent({ code: 'cli_failed', source: 'cli', message: 'It broke.' })]);
    const first = await ask();
    const second = await ask();
    assert.deepEqual([second.status, second.json], [500, first.json]);
    assert.deepEqual([second.headers['idempotent-replayed'], second.headers['x-should-retry']], ['true', 'false']);
    assert.equal(runs(), 1);
  });

  test('is told again if it is the fault of the request, found only by the model', async () => {
    const { ask, runs } = start([STARTED, errorEvent({ code: 'context_length_exceeded' })]);
    assert.deepEqual([(await ask()).status, (await ask()).status, runs()], [400, 400, 1]);
  });

  test('is not kept if it asks for a retry', async () => {
    const { ask, runs } = start([STARTED, errorEvent({ code: 'upstream_overloaded' })]);
    assert.deepEqual([(await ask()).status, (await ask()).status, runs()], [529, 529, 2]);
  });

  test('is not kept if nothing began: the request may be mended and sent with the same key', async () => {
    const { ask, runs } = start();
    assert.equal((await ask({ model: 'gpt' })).status, 400);
    assert.equal((await ask({ max_turns: 'many' })).status, 400);
    assert.equal((await ask()).status, 200);
    assert.equal(runs(), 1);
  });

  test('is not kept if a limit refused it', async () => {
    const tiers = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 5 } };
    const { ask, clock } = start(HELLO, { settings: parseSettings({ tiers }) });
    await ask({}, { headers: {} });
    assert.equal((await ask()).status, 429);
    clock.advance(60_000);
    assert.equal((await ask()).status, 200);
  });

  test('is told again if it is a defect, of which nobody knows how far it came', async () => {
    const { ask, reports, runs } = start(HELLO, {
      upstream: async () => {
        throw new Error('a defect');
      },
    });
    assert.deepEqual([(await ask()).status, (await ask()).status, runs()], [500, 500, 0]);
    assert.equal(reports.length, 1, 'the second was not carried out');
  });
});

describe('what is not kept', () => {
  test('the answer to "store": false: whoever repeats it is told that it was carried out', async () => {
    const { ask, runs } = start();
    for (const stream of [false, true]) {
      const headers = { 'idempotency-key': `key-${stream}` };
      assert.equal((await ask({ store: false, stream }, { headers })).status, 200);
      const { status, json, headers: told } = await ask({ store: false, stream }, { headers });
      assert.deepEqual([status, json.code, told['x-should-retry']], [409, 'idempotency_not_replayable', 'false']);
    }
    assert.equal(runs(), 2);
  });

  test('the answer of a prompt that was deleted', async () => {
    const { ask, remove, runs } = start();
    await ask();
    await remove('prompt_000001');
    const { status, json, text } = await ask();
    assert.deepEqual([status, json.code, runs()], [409, 'idempotency_not_replayable', 1]);
    assert.doesNotMatch(text, /Hello/);
  });

  test('an answer whose store fails: its caller gets it all the same', async () => {
    const idempotency = crashing(
      createMemoryIdempotencyStore(() => 0),
      'finish',
      'before',
    );
    const { ask, reports, runs } = start(HELLO, { idempotency });
    const { status, json } = await ask();
    assert.deepEqual([status, json.response], [200, 'Hello, world']);
    assert.equal(reports.length, 1);
    assert.equal((await ask()).json.code, 'idempotency_in_progress');
    assert.equal(runs(), 1);
  });
});

test('after a crash a key answers clearly once nothing can be under way any more', async () => {
  const idempotency = crashing(
    createMemoryIdempotencyStore(() => 0),
    'finish',
    'before',
  );
  const { ask, clock, runs } = start(HELLO, { idempotency });
  await ask();
  clock.advance(899_000);
  assert.equal((await ask()).json.code, 'idempotency_in_progress');
  clock.advance(2_000);
  const { status, json, headers } = await ask();
  assert.deepEqual([status, json.code, headers['x-should-retry'], runs()], [503, 'interrupted', 'false', 1]);
});

test('a GET does not ask for its key', async () => {
  const { call } = start();
  const headers = { 'idempotency-key': 'ü' };
  assert.equal((await call('GET', '/v1/models', { headers })).status, 200);
});
