import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

describe('POST /v1/prompts refuses', () => {
  for (const [what, request, detail] of [
    ['an unknown field', { body: { prompt: 'Hi', max_tokens: 1 } }, /Unrecognized key: "max_tokens"/],
    ['no prompt', { body: {} }, /prompt: /],
    ['no body', { rawBody: null, body: undefined }, /has no body/],
    ['an empty body', { rawBody: ' \n' }, /has no body/],
    ['a body that is no object', { rawBody: '["Hi"]' }, /expected object/],
    ['a body that is no JSON', { rawBody: '{"prompt": secret' }, /The body is not valid JSON\. Send a JSON object\./],
    ['a body that nests too deep', { rawBody: `${'['.repeat(101)}${']'.repeat(101)}` }, /up to 100 deep/],
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
      ['66', '66000', '"caller-minute";r=0;t=60', '"caller-minute";q=1;w=60, "tenant-minute";q=10;w=60'],
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
