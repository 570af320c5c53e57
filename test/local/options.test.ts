import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { DEFAULT_OPTIONS, readOptions } from '#local/options.ts';

test('without any variable there is a default for everything', () => {
  const given = Object.entries(readOptions({})).filter(([, value]) => value !== undefined);
  assert.deepEqual(Object.fromEntries(given), DEFAULT_OPTIONS);
});

test('an empty variable counts as not given', () => {
  assert.deepEqual(readOptions({ PORT: '', HOST: ' ', ANTHROPIC_API_KEY: '', SETTINGS: '' }), readOptions({}));
});

test('a key leads to the Anthropic API, or wherever the base URL says', () => {
  assert.equal(readOptions({ ANTHROPIC_API_KEY: 'k' }).upstream?.baseUrl, 'https://api.anthropic.com');
  const elsewhere = readOptions({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' });
  assert.deepEqual(elsewhere.upstream, { apiKey: 'k', baseUrl: 'http://127.0.0.1:1' });
  assert.equal(readOptions({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' }).upstream, undefined);
});

test('settings override their defaults one by one', () => {
  const settings = parseSettings(readOptions({ SETTINGS: '{"retentionDays":7}' }).settings);
  assert.equal(settings.retentionDays, 7);
  assert.equal(settings.maxPromptChars, 1_000_000);
});

test('another issuer comes with its clients', () => {
  const { tokenIssuer } = readOptions({ TOKEN_ISSUER: 'https://pool.test', TOKEN_CLIENT_IDS: 'a, b' });
  assert.deepEqual(tokenIssuer, { issuer: 'https://pool.test', jwksUrl: undefined, clientIds: ['a', 'b'] });
});

const WRONG: readonly [variables: Record<string, string>, message: RegExp][] = [
  [{ PORT: 'abc' }, /^PORT must be a whole number from 0 to 65535\.$/],
  [{ PORT: '70000' }, /^PORT must be/],
  [{ PORT: '1.5' }, /^PORT must be/],
  [{ POOL_CHAT_SIZE: '-1' }, /^POOL_CHAT_SIZE must be a whole number from 0 to 100\.$/],
  [{ DYNAMODB_ENDPOINT: 'localhost:8000' }, /^DYNAMODB_ENDPOINT must be a URL/],
  [{ SETTINGS: '{' }, /^SETTINGS must be JSON/],
  [{ SETTINGS: '{"retentionDay":1}' }, /^SETTINGS must be JSON .*retentionDay/s],
  [{ SETTINGS: '{"defaultModel":"gpt"}' }, /^SETTINGS .*no model "gpt"/],
  [{ GATE: 'elsewhere' }, /^GATE must be runner or function\.$/],
  [{ TOKEN_ISSUER: 'https://pool.test' }, /^TOKEN_CLIENT_IDS must name/],
  [{ TOKEN_CLIENT_IDS: 'a' }, /^TOKEN_CLIENT_IDS must name/],
];
for (const [variables, message] of WRONG) {
  test(`fails for ${JSON.stringify(variables)}, saying what is wrong`, () => {
    assert.throws(() => readOptions(variables), { name: 'StartError', message });
  });
}

test('fails with all that is wrong at once', () => {
  assert.throws(() => readOptions({ PORT: 'x', POOL_AGENT_SIZE: 'y' }), {
    message: /PORT must.*\nPOOL_AGENT_SIZE must/,
  });
});
