import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { createControlCodeStripper } from '#runner/claude/control-code-stripper.ts';

const stripPieces = (pieces: readonly string[]): string => {
  const stripper = createControlCodeStripper();
  return pieces.map((piece) => stripper.strip(piece)).join('') + stripper.flush();
};

test('a text in any pieces is stripped as the whole text would be', () => {
  const code = fc.constantFrom(
    '\u001b[31m',
    '\u001b[1;38;5;120m',
    '\u001b[0m',
    '\u009b2K',
    '\u001b]8;;http://a.b/c?d=e\u0007',
    '\u001b]8;;\u001b\\',
    '\u001b',
  );
  const piece = fc.oneof(fc.string({ maxLength: 5 }), code);
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat()), (parts, cuts) => {
      const text = parts.join('');
      const ends = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
      const pieces = [...ends, text.length].map((end, index) => text.slice(ends[index - 1] ?? 0, end));
      assert.equal(stripPieces(pieces), stripVTControlCharacters(text));
    }),
    { numRuns: 1000 },
  );
});

test('text without a code is passed on at once', () => {
  assert.equal(createControlCodeStripper().strip('[31m is no code'), '[31m is no code');
});

test('what looks like a code that never ends is not kept back for ever', () => {
  const endless = `\u001b]${'x'.repeat(10_000)}`;
  assert.notEqual(createControlCodeStripper().strip(endless), '');
});
