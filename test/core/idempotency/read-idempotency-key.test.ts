import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readIdempotencyKey } from '#core/idempotency/read-idempotency-key.ts';

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 255,
});

const quoted = (key: string): string => `"${key.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`;

test('a bare key is itself', () => {
  for (const key of ['a', 'x'.repeat(255), '8e03978e-40d5-43e8-bc93-6894a57f9324', 'a b=c;d"e"']) {
    assert.equal(readIdempotencyKey(` ${key} `), key);
  }
});

test('any key is the same quoted', () => {
  fc.assert(fc.property(printable, (key) => assert.equal(readIdempotencyKey(quoted(key)), key)));
});

for (const header of [
  '',
  '   ',
  '""',
  'x'.repeat(256),
  quoted('x'.repeat(256)),
  'ü',
  'a\tb',
  '"a',
  '"a"b',
  '"\\x"',
  '"ü"',
]) {
  test(`fails for ${JSON.stringify(header.slice(0, 20))}`, () => {
    assert.throws(() => readIdempotencyKey(header), {
      code: 'invalid_request',
      fields: [{ pointer: '/Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }],
    });
  });
}
