import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCallOptions } from '#core/dialects/call-options.ts';

test('without a word the profile is chat, and nothing else is asked for', () => {
  // Without what is undefined.
  assert.deepEqual(JSON.parse(JSON.stringify(readCallOptions({}, {}))), { profile: 'chat', metadata: {} });
});

test('headers say what the API has no words for', () => {
  const headers = {
    'headless-claude-profile': 'agent',
    'headless-claude-max-cost-usd': '0.25',
    'headless-claude-timeout': '30',
    'headless-claude-metadata': '{"team":"blue"}',
  };
  assert.deepEqual(JSON.parse(JSON.stringify(readCallOptions(headers, {}))), {
    profile: 'agent',
    maxCostUsd: 0.25,
    timeoutSeconds: 30,
    metadata: { team: 'blue' },
  });
});

test('the profile in the metadata of the body counts, and is not kept; a header wins over it', () => {
  assert.deepEqual(
    [
      readCallOptions({}, { profile: 'agent', user_id: 'u1' }),
      readCallOptions({ 'headless-claude-profile': 'chat' }, { profile: 'agent' }),
    ].map(({ profile, metadata }) => [profile, metadata]),
    [
      ['agent', { user_id: 'u1' }],
      ['chat', {}],
    ],
  );
});

test('metadata of header and body are kept together, the header’s before the body’s', () => {
  const { metadata } = readCallOptions({ 'headless-claude-metadata': '{"a":"1","b":"2"}' }, { b: '3', c: '4' });
  assert.deepEqual(metadata, { a: '1', b: '2', c: '4' });
});

const REFUSED: readonly (readonly [headers: Record<string, string>, body: Record<string, string>, message: RegExp])[] =
  [
    [{ 'headless-claude-profile': 'root' }, {}, /headless-claude-profile: .*"chat"\|"agent"/],
    [{ 'headless-claude-max-cost-usd': 'much' }, {}, /headless-claude-max-cost-usd: must be a number of USD/],
    [{ 'headless-claude-max-cost-usd': '' }, {}, /headless-claude-max-cost-usd: must be a number of USD/],
    [{ 'headless-claude-max-cost-usd': '0' }, {}, /headless-claude-max-cost-usd: must be a number of USD above 0/],
    [{ 'headless-claude-timeout': '1.5' }, {}, /headless-claude-timeout: must be a whole number of seconds/],
    [{ 'headless-claude-timeout': '-1' }, {}, /headless-claude-timeout: must be .* above 0/],
    [{ 'headless-claude-metadata': 'x=1' }, {}, /headless-claude-metadata: must be an object/],
    [{ 'headless-claude-metadata': '{"a":1}' }, {}, /headless-claude-metadata\.a: .*expected string/],
    [{}, { profile: 'root' }, /metadata\.profile: .*"chat"\|"agent"/],
    [{}, { a: 'x'.repeat(513) }, /metadata\.a: Too big/],
    [
      {},
      Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])),
      /metadata: at most 16 pairs/,
    ],
  ];
for (const [headers, body, message] of REFUSED) {
  test(`fails for ${JSON.stringify({ ...headers, ...body }).slice(0, 80)}, naming it`, () =>
    assert.throws(() => readCallOptions(headers, body), { code: 'invalid_request', message }));
}
