import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { RunEvent } from '#core/runs/run-event.ts';
import { createApi } from '#lambda/create-api.ts';
import { beginInvocation } from '#test/fakes/lambda-stream.ts';
import { proxyEvent } from '#test/fakes/proxy-event.ts';
import { readSse } from '#test/fakes/read-sse.ts';
import { errorEvent, HELLO, resultEvent, SOME_METRICS, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

const HEADERS = { 'anthropic-version': '2023-06-01' };
const BODY = { model: 'claude-haiku-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
const USAGE: RunEvent = { kind: 'usage', metrics: SOME_METRICS };

const createMessagesApi = (events: readonly RunEvent[] = HELLO) => {
  const api = createTestApi(events);
  return {
    ...api,
    send: (body: object = {}, headers: Readonly<Record<string, string>> = {}) =>
      api.call('POST', '/v1/messages', { body: { ...BODY, ...body }, headers: { ...HEADERS, ...headers } }),
  };
};

describe('POST /v1/messages', () => {
  test('answers with a message, whose id leads to the record of its prompt', async () => {
    const api = createMessagesApi();
    const { status, headers, json } = await api.send({}, { 'headless-claude-metadata': '{"team":"blue"}' });
    assert.deepEqual([status, json.type, json.content], [200, 'message', [{ type: 'text', text: 'Hello, world' }]]);
    assert.equal(headers['headless-claude-cost-usd'], '0.000163');
    assert.equal(headers['headless-claude-ignored'], undefined);
    const record = await api.read(json.id);
    assert.deepEqual([record.json.id, record.json.metadata], ['prompt_000001', { team: 'blue' }]);
  });

  test('runs the request as it was asked for', async () => {
    const { send, runner } = createMessagesApi();
    await send({ system: 'Be brief.', stop_sequences: ['X'] }, { 'headless-claude-max-cost-usd': '0.5' });
    const [request] = runner.requests;
    assert.deepEqual(
      [request?.profile, request?.system, request?.parameters, request?.maxCostMicroUsd],
      ['chat', 'Be brief.', { max_tokens: 100, stop_sequences: ['X'] }, 500_000],
    );
  });

  test('names what it ignores', async () => {
    const { headers } = await createMessagesApi().send({ service_tier: 'auto' }, { 'anthropic-beta': 'x' });
    assert.equal(headers['headless-claude-ignored'], 'service_tier, anthropic-beta');
  });

  test('answers whatever the names are of what it ignores', async () => {
    const { status, headers } = await createMessagesApi().send({ '😀\n': 1 });
    assert.deepEqual([status, headers['headless-claude-ignored']], [200, '%F0%9F%98%80%0A']);
  });

  test('streams events that are each of their type', async () => {
    const { headers, text } = await createMessagesApi([STARTED, USAGE, ...HELLO.slice(1)]).send({ stream: true });
    assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8');
    const events = await readSse(text);
    assert.ok(events.every(({ event, data }) => event === data.type));
    assert.deepEqual([events[0]?.event, events.at(-1)?.event], ['message_start', 'message_stop']);
  });

  test('answers in the envelope of Anthropic’s errors, whoever finds the fault', async () => {
    const api = createMessagesApi();
    const answers = [
      await api.send({ max_tokens: 'many' }),
      await api.send({ model: 'gpt-4' }),
      await api.send({}, { 'anthropic-version': '1999-01-01' }),
      await api.call('POST', '/v1/messages', { rawBody: '{' }),
    ];
    for (const { status, headers, json } of answers) {
      assert.deepEqual(
        [status, headers['content-type'], json.type, json.error.type, json.request_id],
        [400, 'application/json', 'error', 'invalid_request_error', 'request-1'],
      );
    }
    assert.equal(answers[0]?.json.error.param, 'max_tokens');
  });

  test('fails with a status while nothing has been said, also if a stream was asked for', async () => {
    const { status, headers, json } = await createMessagesApi([STARTED, errorEvent()]).send({ stream: true });
    assert.deepEqual([status, json.error.type], [529, 'overloaded_error']);
    assert.equal(headers['headless-claude-prompt-id'], 'prompt_000001');
  });

  test('fails by an event of the error once something has been said, and reports no defect', async () => {
    const api = createMessagesApi([STARTED, USAGE, textEvent('Hel'), errorEvent({ code: 'upstream_stalled' })]);
    const { status, text } = await api.send({ stream: true });
    const last = (await readSse(text)).at(-1);
    assert.deepEqual(
      [status, last?.event, last?.data.type, last?.data.error.type, last?.data.request_id],
      [200, 'error', 'error', 'timeout_error', 'request-1'],
    );
    assert.deepEqual(api.reports, []);
  });

  test('sends Anthropic’s ping while the model is silent', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const api = createMessagesApi([STARTED, USAGE]);
    const event = proxyEvent('POST', '/v1/messages', { body: { ...BODY, stream: true }, headers: HEADERS });
    const { stream, ended } = beginInvocation(createApi(api.ports), event);
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    t.mock.timers.tick(15_000);
    await setImmediate();
    assert.match(stream.text, /event: ping\ndata: \{"type":"ping"\}\n\n$/);
    api.shutdown.abort();
    await ended;
  });

  test('says what a limit of ours was, as a limit', async () => {
    const { headers, json } = await createMessagesApi([STARTED, resultEvent({ stopReason: 'max_cost' })]).send();
    assert.deepEqual([json.stop_reason, json.stop_details.type], ['max_tokens', 'max_cost']);
    assert.equal(headers['headless-claude-stop-reason'], 'max_cost');
  });
});

describe('POST /v1/messages/count_tokens', () => {
  const count = (body: object) => createTestApi().call('POST', '/v1/messages/count_tokens', { body, headers: HEADERS });

  test('estimates, and says so; nothing is run or stored', async () => {
    const { max_tokens: _, ...body } = BODY;
    const { status, headers, json } = await count(body);
    assert.deepEqual([status, json, headers['headless-claude-estimated']], [200, { input_tokens: 151 }, 'true']);
  });

  test('fails for what the request itself would fail for', async () => {
    assert.equal((await count({ ...BODY, model: 'gpt-4' })).json.error.code, 'unknown_model');
    const messages = [{ role: 'user', content: [{ type: 'input_audio' }] }];
    assert.match((await count({ ...BODY, messages })).json.error.message, /"input_audio" cannot be passed on/);
  });
});
