import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runIdOf, runToken } from '#core/grants/run-token.ts';

const SECRET = 'A-_z'.repeat(11).slice(0, 43);

test('a token names its run', () => {
  assert.equal(runIdOf(runToken('prompt_01jd8x2k9efq0v3m5z7b4c6d8g', SECRET)), 'prompt_01jd8x2k9efq0v3m5z7b4c6d8g');
});

test('fails for what is no token, whatever is in it', () => {
  for (const text of [
    '',
    '.',
    `.${SECRET}`,
    SECRET,
    'run.short',
    `a b.${SECRET}`,
    `run.${SECRET}x`,
    `${'r'.repeat(65)}.${SECRET}`,
  ]) {
    assert.equal(runIdOf(text), undefined, text);
  }
});
