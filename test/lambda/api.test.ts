import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { parseSettings } from '#core/settings.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { createApi } from '#lambda/create-api.ts';
import { VERSION } from '#lambda/version.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { invoke } from '#test/fakes/lambda-stream.ts';
import { type FakeRequest, proxyEvent } from '#test/fakes/proxy-event.ts';
import { errorEvent, HELLO, resultEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

/** The api function over a model that gives those events. */
const createTestApi = (events: readonly RunEvent[] = HELLO, overrides: Partial<ApiPorts> = {}) => {
  const runner = createScriptedRunner(events);
  const fake = createFakePorts(runner, overrides);
  const handler = createApi(fake.ports);
  const call = (method: string, resource: string, request?: FakeRequest) =>
    invoke(handler, proxyEvent(method, resource, request));
  const ask = (body: object = {}, request: FakeRequest = {}) =>
    call('POST', '/v1/prompts', { body: { prompt: 'Hi', model: 'claude-haiku-4-5', ...body }, ...request });
  const read = (id: string, request: FakeRequest = {}) =>
    call('GET', '/v1/prompts/{id}', { path: `/v1/prompts/${id}`, pathParameters: { id }, ...request });
  const remove = (id: string, request: FakeRequest = {}) =>
    call('DELETE', '/v1/prompts/{id}', { path: `/v1/prompts/${id}`, pathParameters: { id }, ...request });
  return { ...fake, runner, call, ask, read, remove };
};

const STRANGER = { ...ALICE, id: 'key:mallory', tenantId: 'tenant-2' };

describe('POST /v1/prompts', () => {
  test('answers with the prompt, its answer and what it cost', async () => {
    const { ask } = createTestApi();
    const { status, headers, json } = await ask();
    assert.equal(status, 200);
    const { id, object, response, cost_usd, stop_reason } = json;
    assert.deepEqual(
      { id, object, status: json.status, response, cost_usd, stop_reason },
      {
        id: 'prompt_000001',
        object: 'prompt',
        status: 'completed',
        response: 'Hello, world',
        cost_usd: 0.000163,
        stop_reason: 'end_turn',
      },
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('headless-claude-'))),
      {
        'headless-claude-prompt-id': 'prompt_000001',
        'headless-claude-model': 'claude-haiku-4-5',
        'headless-claude-cost-usd': '0.000163',
        'headless-claude-overhead-ms': '34',
        'headless-claude-session-id': 'session-1',
        'headless-claude-version': VERSION,
      },
    );
  });

  test('passes a prompt on character by character', async () => {
    const { ask, runner } = createTestApi();
    const prompt = '/clear @/etc/passwd !ls #x -p \u2028 \u{1f600} \0';
    const body = Buffer.from(JSON.stringify({ prompt })).toString('base64');
    await ask({}, { rawBody: body, isBase64Encoded: true });
    assert.equal(runner.requests[0]?.prompt, prompt);
  });

  test('with store: false answers with the answer, which cannot be read later', async () => {
    const { ask, read } = createTestApi();
    assert.equal((await ask({ store: false })).json.response, 'Hello, world');
    const { json } = await read('prompt_000001');
    assert.deepEqual([json.response, json.prompt, json.status, json.store], [null, undefined, 'completed', false]);
  });

  test('an answer that a limit cut short is an answer', async () => {
    const { status, json } = await createTestApi([resultEvent({ stopReason: 'max_cost', text: 'So' })]).ask();
    assert.deepEqual([status, json.status, json.stop_reason, json.response], [200, 'incomplete', 'max_cost', 'So']);
  });

  for (const padding of [0, 1]) {
    test(`a long answer arrives whole, wherever it is cut on its way (${padding})`, async () => {
      const text = '.'.repeat(padding) + '\u{1f600}'.repeat(20_000);
      assert.equal((await createTestApi([resultEvent({ text })]).ask()).json.response, text);
    });
  }

  for (const [code, status, shouldRetry] of [
    ['upstream_overloaded', 529, undefined],
    ['upstream_rate_limited', 429, undefined],
    ['run_timed_out', 504, 'false'],
    ['cli_failed', 500, 'false'],
    ['context_length_exceeded', 400, undefined],
    ['canceled', 499, 'false'],
  ] as const) {
    test(`a run that fails with ${code} is answered ${status}, with the id of its record`, async () => {
      const events = [errorEvent({ code, message: 'Why.', retryAfterSeconds: 7 })];
      const { ask, read } = createTestApi(events);
      const { status: answered, headers, json } = await ask();
      assert.deepEqual([answered, json.code, json.detail], [status, code, 'Why.']);
      assert.deepEqual(json.error.details, { error_code: code, source: 'upstream' });
      assert.deepEqual(
        [headers['headless-claude-prompt-id'], headers['x-should-retry'], headers['retry-after'], headers['ratelimit']],
        ['prompt_000001', shouldRetry, '7', '"caller-minute";r=119;t=60, "tenant-minute";r=599;t=60'],
      );
      assert.equal((await read('prompt_000001')).json.error.code, code);
    });
  }

  for (const [what, request, detail] of [
    ['an unknown field', { body: { prompt: 'Hi', max_tokens: 1 } }, /Unrecognized key: "max_tokens"/],
    ['no prompt', { body: {} }, /\/prompt: /],
    ['no body', { rawBody: null, body: undefined }, /has no body/],
    ['an empty body', { rawBody: ' \n' }, /has no body/],
    ['a body that is no object', { rawBody: '["Hi"]' }, /expected object/],
    ['a body that is no JSON', { rawBody: '{"prompt": secret' }, /The body is not valid JSON\. Send a JSON object\./],
    ['a form', { rawBody: 'prompt=Hi' }, /not valid JSON/],
    ['an unknown model', { body: { prompt: 'Hi', model: 'gpt' } }, /There is no model "gpt" here/],
    ['too long a timeout', { body: { prompt: 'Hi', timeout_seconds: 900 } }, /not 900 s/],
  ] as const) {
    test(`fails for ${what}, without running anything`, async () => {
      const { call, runner, ports } = createTestApi();
      const { status, json, text } = await call('POST', '/v1/prompts', request);
      assert.equal(status, 400);
      assert.match(json.detail, detail);
      assert.doesNotMatch(text, /secret/);
      assert.deepEqual(runner.requests, []);
      assert.deepEqual((await ports.prompts.list('tenant-1', { limit: 1 })).prompts, []);
    });
  }

  test('fails for a prompt that is too long', async () => {
    const { status, json } = await createTestApi().ask({ prompt: 'x'.repeat(1_000_001) });
    assert.deepEqual([status, json.code, json.errors[0].pointer], [413, 'request_too_large', '/prompt']);
  });

  test('fails without the scope, and says which it is', async () => {
    const { status, json } = await createTestApi().ask({}, { caller: { ...ALICE, scopes: ['usage', 'keys'] } });
    assert.equal(status, 403);
    assert.equal(json.detail, 'This needs the scope "prompts"; the credential has: usage, keys.');
    const none = await createTestApi().ask({}, { caller: { ...ALICE, scopes: [] } });
    assert.equal(none.json.detail, 'This needs the scope "prompts"; the credential has: none.');
  });

  test('fails past the rate limit, and says when to come back', async () => {
    const tiers = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 10 } };
    const { ask } = createTestApi(HELLO, { settings: parseSettings({ tiers }) });
    await ask();
    const { status, headers, json } = await ask();
    assert.deepEqual([status, json.code], [429, 'rate_limit_exceeded']);
    assert.deepEqual(
      [headers['retry-after'], headers['retry-after-ms'], headers['ratelimit'], headers['ratelimit-policy']],
      ['66', '66000', '"caller-minute";r=0;t=60', '"caller-minute";q=1;w=60'],
    );
  });

  test('fails without details when something of ours breaks, which is reported', async () => {
    const defect = new Error('connection to 10.0.0.1 refused');
    const upstream = async () => {
      throw defect;
    };
    const { ask, reports } = createTestApi(HELLO, { upstream });
    const { status, json, text } = await ask();
    assert.deepEqual([status, json.code], [500, 'internal_error']);
    assert.doesNotMatch(text, /10\.0\.0\.1/);
    assert.deepEqual(reports, [{ message: 'a request failed', error: defect }]);
  });

  test('what a caller did wrong is not reported', async () => {
    const { ask, reports } = createTestApi();
    await ask({ model: 'gpt' });
    assert.deepEqual(reports, []);
  });
});

describe('POST /api/claude', () => {
  test('answers as the original service did, with id and usage beside it', async () => {
    const { call } = createTestApi();
    const { status, headers, json } = await call('POST', '/api/claude', { body: { prompt: 'Hi' } });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      response: 'Hello, world',
      id: 'prompt_000001',
      usage: {
        input_tokens: 10,
        output_tokens: 20,
        cache_read_input_tokens: 30,
        cache_creation_input_tokens: 40,
      },
      cost_usd: 0.000163,
      stop_reason: 'end_turn',
    });
    assert.equal(headers['headless-claude-prompt-id'], 'prompt_000001');
  });

  test('fails with an error as every other route', async () => {
    const { call } = createTestApi([errorEvent()]);
    const { status, json } = await call('POST', '/api/claude', { body: { prompt: 'Hi' } });
    assert.deepEqual([status, json.code], [529, 'upstream_overloaded']);
  });

  test('fails for anything but a prompt', async () => {
    const { call } = createTestApi();
    assert.equal((await call('POST', '/api/claude', { body: { prompt: 'Hi', stream: true } })).status, 400);
  });
});

describe('GET /v1/prompts/{id}', () => {
  test('answers with what the prompt answered', async () => {
    const { ask, read } = createTestApi();
    const { json: answered } = await ask();
    assert.deepEqual((await read('prompt_000001')).json, answered);
  });

  test('fails for the id of another tenant as for one that there is not', async () => {
    const { ask, read, remove } = createTestApi();
    await ask();
    for (const attempt of [read, remove]) {
      const foreign = await attempt('prompt_000001', { caller: STRANGER });
      const absent = await attempt('prompt_000009');
      assert.deepEqual([foreign.status, foreign.json.code, absent.status], [404, 'not_found', 404]);
      assert.equal(foreign.text.replaceAll('prompt_000001', ''), absent.text.replaceAll('prompt_000009', ''));
    }
    assert.equal((await read('prompt_000001')).status, 200);
  });
});

describe('DELETE /v1/prompts/{id}', () => {
  test('deletes a prompt, once', async () => {
    const { ask, read, remove } = createTestApi();
    await ask();
    const { status, json } = await remove('prompt_000001');
    assert.deepEqual([status, json], [200, { id: 'prompt_000001', object: 'prompt', deleted: true }]);
    assert.equal((await read('prompt_000001')).status, 404);
    assert.equal((await remove('prompt_000001')).status, 404);
  });
});

describe('GET /v1/prompts', () => {
  const list = async (api: ReturnType<typeof createTestApi>, query: Record<string, string> = {}, caller = ALICE) =>
    api.call('GET', '/v1/prompts', { query, caller });

  test('lists the own prompts, newest first, without their texts', async () => {
    const api = createTestApi();
    await api.ask();
    await api.ask({}, { caller: STRANGER });
    await api.ask();
    const { status, json } = await list(api);
    assert.equal(status, 200);
    assert.deepEqual(
      [json.object, json.has_more, json.first_id, json.last_id],
      ['list', false, 'prompt_000003', 'prompt_000001'],
    );
    assert.deepEqual(
      json.data.map(({ id }: { id: string }) => id),
      ['prompt_000003', 'prompt_000001'],
    );
    for (const name of ['prompt', 'system', 'response']) assert.equal(name in json.data[0], false);
  });

  test('goes on after the last id of the page before', async () => {
    const api = createTestApi();
    for (let count = 0; count < 3; count += 1) await api.ask();
    const first = (await list(api, { limit: '2' })).json;
    const second = (await list(api, { limit: '2', after: first.last_id })).json;
    assert.deepEqual([first.data.length, first.has_more], [2, true]);
    assert.deepEqual([second.data.map(({ id }: { id: string }) => id), second.has_more], [['prompt_000001'], false]);
  });

  test('a page that its filters left empty still says where to go on', async () => {
    const api = createTestApi();
    const page = { prompts: [], hasMore: true, lastId: 'prompt_000007' };
    const filtering = createTestApi(HELLO, { prompts: { ...api.ports.prompts, list: async () => page } });
    const { json } = await list(filtering);
    assert.deepEqual(json, { object: 'list', data: [], has_more: true, first_id: null, last_id: 'prompt_000007' });
  });

  test('an empty list has neither a first nor a last id', async () => {
    const { json } = await list(createTestApi());
    assert.deepEqual(json, { object: 'list', data: [], has_more: false, first_id: null, last_id: null });
  });

  test('filters by time, model and status', async () => {
    const api = createTestApi();
    await api.ask();
    api.clock.advance(60_000);
    await api.ask({ model: 'haiku' });
    const idsOf = async (query: Record<string, string>) =>
      (await list(api, query)).json.data.map(({ id }: { id: string }) => id);
    assert.deepEqual(await idsOf({ model: 'claude-haiku-5-5' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ model: 'haiku' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ 'created_at[gte]': '2026-11-22T12:00:01Z' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ 'created_at[lte]': String(Date.UTC(2026, 10, 22, 12) / 1000) }), ['prompt_000001']);
    assert.deepEqual(await idsOf({ status: 'failed' }), []);
  });

  for (const query of [{ limit: '101' }, { model: 'gpt' }, { page: '2' }]) {
    test(`fails for ${JSON.stringify(query)}`, async () => {
      assert.equal((await list(createTestApi(), query as Record<string, string>)).status, 400);
    });
  }
});

describe('GET /v1/models', () => {
  test('lists the models in a shape that the SDKs of OpenAI and Anthropic read', async () => {
    const { json } = await createTestApi().call('GET', '/v1/models');
    assert.deepEqual([json.object, json.has_more, json.first_id], ['list', false, 'claude-sonnet-5-5']);
    assert.deepEqual(json.data[0], {
      id: 'claude-sonnet-5-5',
      object: 'model',
      type: 'model',
      created: 1_790_553_600,
      created_at: '2026-09-28T00:00:00.000Z',
      owned_by: 'anthropic',
      display_name: 'Claude Sonnet 5.5',
      aliases: ['sonnet'],
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      price_usd_per_million_tokens: { input: 2, output: 10, cache_read: 0.1, cache_write: 2.5 },
    });
  });

  test('lists what the deployment offers, and no more', async () => {
    const models = parseSettings({}).models.slice(0, 1);
    const { json } = await createTestApi(HELLO, { settings: parseSettings({ models }) }).call('GET', '/v1/models');
    assert.equal(json.data.length, 1);
  });
});

describe('GET /v1/usage', () => {
  test('counts the prompts of the own tenant', async () => {
    const { ask, call } = createTestApi();
    await ask();
    await ask({}, { caller: STRANGER });
    const { status, json } = await call('GET', '/v1/usage');
    assert.equal(status, 200);
    assert.deepEqual([json.total.requests, json.total.cost_usd, json.data[0].day], [1, 0.000163, '2026-11-22']);
    const byModel = (await call('GET', '/v1/usage', { query: { group_by: 'model' } })).json;
    assert.equal(byModel.data[0].model, 'claude-haiku-4-5');
  });

  test('fails for days in disorder', async () => {
    const query = { from: '2026-11-22', to: '2026-11-01' };
    assert.equal((await createTestApi().call('GET', '/v1/usage', { query })).status, 400);
  });
});

describe('GET /health', () => {
  const failing = async () => {
    throw new Error('secret of the table');
  };

  test('live says that the function runs, whatever it depends on', async () => {
    const { call } = createTestApi(HELLO, { checkTable: failing });
    const { status, json } = await call('GET', '/health/live', { caller: null });
    assert.deepEqual([status, json], [200, { status: 'ok', version: VERSION }]);
  });

  test('ready says that there are a table and a CLI', async () => {
    const { status, json } = await createTestApi().call('GET', '/health/ready', { caller: null });
    const checks = { table: 'ok', cli: '0.0.0 (scripted)' };
    assert.deepEqual([status, json], [200, { status: 'ok', version: VERSION, checks }]);
  });

  for (const [what, overrides] of [
    ['table', { checkTable: failing }],
    ['cli', { runner: { ...createScriptedRunner([]), version: failing } }],
  ] as const) {
    test(`fails to be ready without the ${what}, and does not say why`, async () => {
      const { status, json, text } = await createTestApi(HELLO, overrides).call('GET', '/health/ready', {
        caller: null,
      });
      assert.deepEqual([status, json.status, json.checks[what]], [503, 'unavailable', 'unavailable']);
      assert.doesNotMatch(text, /secret/);
    });
  }
});

describe('every answer', () => {
  /** A request of each kind of answer: a result, a refusal, a defect, a public one, a stream. */
  const REQUESTS: readonly (readonly [number, string, string, FakeRequest])[] = [
    [200, 'POST', '/v1/prompts', { body: { prompt: 'Hi' } }],
    [200, 'POST', '/v1/prompts', { body: { prompt: 'Hi', stream: true } }],
    [400, 'POST', '/v1/prompts', { rawBody: 'x' }],
    [403, 'GET', '/v1/usage', { caller: { ...ALICE, scopes: [] } }],
    [404, 'GET', '/v1/nothing', {}],
    [500, 'GET', '/v1/models', { caller: null }],
    [200, 'GET', '/openapi.json', { caller: null }],
  ];

  for (const [status, method, resource, request] of REQUESTS) {
    const what = `${method} ${resource} ${status}`;

    test(`carries request ids, version and CORS headers: ${what}`, async () => {
      const { call } = createTestApi(HELLO, { settings: parseSettings({ allowedOrigin: 'https://console.example' }) });
      const answer = await call(method, resource, request);
      assert.equal(answer.status, status);
      const { headers } = answer;
      assert.deepEqual(
        [headers['request-id'], headers['x-request-id'], headers['headless-claude-version']],
        ['request-1', 'request-1', VERSION],
      );
      assert.equal(headers['access-control-allow-origin'], 'https://console.example');
      assert.match(headers['access-control-expose-headers'] ?? '', /headless-claude-prompt-id/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
    });

    test(`is logged, without anything that is in it: ${what}`, async () => {
      const { call, records } = createTestApi();
      await call(method, resource, { ...request, headers: { 'x-api-key': 'hck_secret' } });
      const [record, ...others] = records;
      assert.deepEqual(others, []);
      assert.deepEqual(
        [record?.requestId, record?.method, record?.resource, record?.status],
        ['request-1', method, resource, status],
      );
      assert.doesNotMatch(JSON.stringify(record), /hck_secret|Hi|Hello/);
    });
  }

  test('is logged with tenant, prompt and duration', async () => {
    const { call, records, clock } = createTestApi(HELLO, {
      upstream: async () => {
        clock.advance(1_500);
        return { provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'sk-upstream' };
      },
    });
    await call('POST', '/v1/prompts', { body: { prompt: 'Hi' } });
    const { tenantId, promptId, durationMs } = records[0] ?? {};
    assert.deepEqual([tenantId, promptId, durationMs], ['tenant-1', 'prompt_000001', 1_500]);
  });

  for (const [header, value, echoed] of [
    ['X-Client-Request-Id', 'mine-1', 'mine-1'],
    ['X-Request-ID', 'mine-2', 'mine-2'],
    ['x-request-id', 'two words', undefined],
    ['x-request-id', 'x'.repeat(129), undefined],
    ['x-request-id', 'line\nbreak', undefined],
    ['accept', '*/*', undefined],
  ] as const) {
    test(`echoes the id of a client only if it is harmless: ${header}: ${JSON.stringify(value.slice(0, 20))}`, async () => {
      const { headers } = await createTestApi().call('GET', '/v1/models', { headers: { [header]: value } });
      assert.equal(headers['x-client-request-id'], echoed);
      assert.equal(headers['x-request-id'], 'request-1');
    });
  }
});

test('fails for a resource that there is not, or that another function serves', async () => {
  const { call } = createTestApi();
  for (const resource of ['/v1/secrets', '/admin/settings']) {
    const { status, json } = await call('GET', resource);
    assert.deepEqual([status, json.code], [404, 'not_found']);
  }
});

test('fails without an authorizer: a route for callers never serves nobody', async () => {
  const { ask, reports, runner } = createTestApi();
  const { status } = await ask({}, { caller: null });
  assert.equal(status, 500);
  assert.equal(reports.length, 1);
  assert.deepEqual(runner.requests, []);
});

test('an error of a store that may be shown is shown', async () => {
  const get = async () => {
    throw new ServiceError('unavailable', 'The table cannot be read now. Retry.');
  };
  const { ports } = createTestApi();
  const { read, reports } = createTestApi(HELLO, { prompts: { ...ports.prompts, get } });
  const { status, json } = await read('prompt_000001');
  assert.deepEqual([status, json.detail], [503, 'The table cannot be read now. Retry.']);
  assert.deepEqual(reports, []);
});
