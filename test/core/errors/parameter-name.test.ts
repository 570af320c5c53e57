import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterName } from '#core/errors/parameter-name.ts';

for (const [pointer, name] of [
  ['/messages/2/content/0', 'messages[2].content[0]'],
  ['/model', 'model'],
  ['/a~1b/c~0d', 'a/b.c~d'],
  ['/0', '[0]'],
  ['', ''],
] as const) {
  test(`${pointer || 'the whole'} reads ${name || 'as nothing'}`, () => assert.equal(parameterName(pointer), name));
}
