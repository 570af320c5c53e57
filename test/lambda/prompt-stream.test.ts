import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { createApi } from '#lambda/create-api.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { beginInvocation, invoke } from '#test/fakes/lambda-stream.ts';
import { proxyEvent } from '#test/fakes/proxy-event.ts';
import { readSse } from '#test/fakes/read-sse.ts';
import { errorEvent, HELLO, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const REQUEST = proxyEvent('POST', '/v1/prompts', { body: { prompt: 'Hi', stream: true } });

const createTestApi = (runner: Runner, overrides: Partial<ApiPorts> = {}) => {
  const fake = createFakePorts(runner, overrides);
  return { ...fake, handler: createApi(fake.ports) };
};

/** Begins a stream, and lets it come as far as it does by itself. */
const begin = async (handler: unknown) => {
  const answer = beginInvocation(handler, REQUEST);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  return answer;
};

const recordOf = ({ prompts }: ApiPorts) => prompts.get('tenant-1', 'prompt_000001');

test('a stream begins at once, with its headers, and ends with usage and cost', async () => {
  const { handler, ports } = createTestApi(createScriptedRunner(HELLO));
  const { status, headers, text } = await invoke(handler, REQUEST);
  assert.equal(status, 200);
  assert.deepEqual(
    [headers['content-type'], headers['cache-control'], headers['x-accel-buffering']],
    ['text/event-stream; charset=utf-8', 'no-cache, no-transform', 'no'],
  );
  assert.deepEqual(
    [headers['headless-claude-prompt-id'], headers['ratelimit'], headers['headless-claude-cost-usd']],
    ['prompt_000001', '"caller-minute";r=119;t=60, "tenant-minute";r=599;t=60', undefined],
  );
  const events = await readSse(text);
  assert.deepEqual(
    events.map(({ event }) => event),
    ['run.started', 'session.started', 'message.delta', 'message.delta', 'run.completed'],
  );
  assert.equal(events.at(-1)?.data.cost_usd, 0.000163);
  assert.equal((await recordOf(ports))?.status, 'completed');
});

test('events reach the client while the run goes on', async () => {
  const { handler, shutdown } = createTestApi(createScriptedRunner([STARTED, textEvent('Hel')]));
  const { stream, ended } = await begin(handler);
  assert.match(stream.text, /event: message\.delta\ndata: \{"text":"Hel"\}\n\n$/);
  shutdown.abort();
  await ended;
});

test('a refusal is an answer with a status, not a stream', async () => {
  const request = proxyEvent('POST', '/v1/prompts', { body: { prompt: '', stream: true } });
  const { status, headers } = await invoke(createTestApi(createScriptedRunner([])).handler, request);
  assert.deepEqual([status, headers['content-type']], [400, 'application/problem+json']);
});

test('a failure after the first byte is an event of a stream that ends well', async () => {
  const { handler } = createTestApi(createScriptedRunner([textEvent('Hel'), errorEvent()]));
  const { status, text } = await invoke(handler, REQUEST);
  const last = (await readSse(text)).at(-1);
  assert.deepEqual([status, last?.event, last?.data.error.code], [200, 'run.failed', 'upstream_overloaded']);
});

test('a runner that throws is an event of a stream that ends well', async () => {
  const runner: Runner = {
    run: async function* () {
      yield textEvent('Hel');
      throw new Error('connection reset');
    },
    version: async () => '0.0.0',
  };
  const { text } = await invoke(createTestApi(runner).handler, REQUEST);
  const last = (await readSse(text)).at(-1);
  assert.deepEqual([last?.event, last?.data.error.code], ['run.failed', 'cli_failed']);
});

test('a defect after the first byte is reported, and told without details in a stream that ends well', async () => {
  // A record whose times are no times cannot be shown.
  const { ports } = createFakePorts(createScriptedRunner([]));
  const finish: typeof ports.prompts.finish = async (prompt) => ({ ...prompt, expiresAtSeconds: Number.NaN });
  const { handler, reports } = createTestApi(createScriptedRunner(HELLO), { prompts: { ...ports.prompts, finish } });
  const { text } = await invoke(handler, REQUEST);
  const last = (await readSse(text)).at(-1);
  assert.deepEqual([last?.event, last?.data.code, last?.data.request_id], ['error', 'internal_error', 'request-1']);
  assert.ok(reports.some(({ message }) => message === 'a request failed'));
});

test('a client that hangs up while the model is silent ends the run at once', async () => {
  const { handler, ports } = createTestApi(createScriptedRunner([STARTED, textEvent('Hel')]));
  const { stream, ended } = await begin(handler);
  stream.destroy(new Error('the client hung up'));
  await assert.rejects(ended, /hung up/);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  const record = await recordOf(ports);
  assert.deepEqual([record?.status, record?.response, record?.error?.code], ['canceled', 'Hel', 'canceled']);
});

test('a client that hangs up leaves nothing that keeps the process busy', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { handler, deadlines } = createTestApi(createScriptedRunner([STARTED]));
  const { stream, ended } = await begin(handler);
  stream.destroy(new Error('the client hung up'));
  await assert.rejects(ended);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  const before = stream.text;
  t.mock.timers.tick(60_000);
  await setImmediate();
  assert.equal(stream.text, before);
  assert.equal(deadlines[0]?.isCleared, true);
});

test('a model that is silent does not make the stream silent', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { handler, shutdown } = createTestApi(createScriptedRunner([STARTED]));
  const { stream, ended } = await begin(handler);
  for (let count = 0; count < 3; count += 1) {
    t.mock.timers.tick(15_000);
    await setImmediate();
  }
  assert.equal(stream.text.split('event: ping\ndata: {}\n\n').length, 4);
  shutdown.abort();
  await ended;
  assert.equal((await readSse(stream.text)).at(-1)?.event, 'run.canceled');
});

test('streams do not get in one another’s way', async () => {
  const { handler } = createTestApi(
    createScriptedRunner(({ messages }): readonly RunEvent[] => [
      textEvent(`re: ${messages[0]?.content[0]?.['text']}`),
      ...HELLO.slice(-1),
    ]),
  );
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((prompt) =>
      invoke(handler, proxyEvent('POST', '/v1/prompts', { body: { prompt, stream: true } })),
    ),
  );
  for (const [index, { text }] of answers.entries()) {
    const [delta] = (await readSse(text)).filter(({ event }) => event === 'message.delta');
    assert.equal(delta?.data.text, `re: ${['a', 'b', 'c'][index]}`);
  }
});
