import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import { parseSettings } from '#core/settings.ts';
import { VERSION } from '#lambda/version.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import type { FakeRequest } from '#test/fakes/proxy-event.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

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
