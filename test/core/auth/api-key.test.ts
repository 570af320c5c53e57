import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeyPrefix } from '#core/auth/api-key.ts';

const KEY = `hck_${'A1_-'.repeat(10)}xyz`;

test('the public prefix of an API key is its first ten random characters', () => {
  assert.equal(apiKeyPrefix(KEY), 'hck_A1_-A1_-A1');
});

for (const [what, text] of [
  ['nothing', ''],
  ['another prefix', KEY.replace('hck_', 'sk-_')],
  ['a character too few', KEY.slice(0, -1)],
  ['a character too many', `${KEY}x`],
  ['a line break after it', `${KEY}\n`],
  ['a space before it', ` ${KEY}`],
  ['a character that base64url has not', KEY.replace('_-', '+/')],
  ['a JWT', 'eyJhbGciOiJub25lIn0.e30.'],
]) {
  test(`fails for ${what}`, () => assert.equal(apiKeyPrefix(text ?? ''), undefined));
}
