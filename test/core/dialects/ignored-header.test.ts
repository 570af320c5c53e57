import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ignoredHeader } from '#core/dialects/ignored-header.ts';

const headerOf = (...names: readonly string[]) => ignoredHeader(names)['headless-claude-ignored'];

test('what is ignored is named once, and without any there is no header', () => {
  assert.equal(headerOf('seed', 'user', 'seed'), 'seed, user');
  assert.deepEqual(ignoredHeader([]), {});
});

test('a name that no header may hold is escaped', () => {
  assert.equal(headerOf('😀', 'a\nb', 'a, b'), '%F0%9F%98%80, a%0Ab, a%2C%20b');
});

test('long names, and long lists, are cut', () => {
  assert.equal(headerOf('x'.repeat(9000)), `${'x'.repeat(61)}...`);
  assert.match(headerOf(...Array.from({ length: 500 }, (_, index) => `n${index}`)) ?? '', /^n0, n1, .{980,}\.\.\.$/);
});

test('whatever the names, the header is a short line of printable ASCII', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (names) => {
      const value = headerOf(...names) ?? '';
      assert.match(value, /^[\x20-\x7e]{0,1000}$/);
      assert.equal(new Headers({ x: value }).get('x'), value.trim());
    }),
  );
});
