import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLines } from '#runner/claude/split-lines.ts';
import { collect } from '#test/fakes/collect.ts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

test('any chunking of the same bytes gives the same lines, also inside a character', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat()), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      assert.deepEqual(await collect(splitLines(chunksOf(bytes, cuts), 1_000_000)), lines);
    }),
    { numRuns: 200 },
  );
});

test('a last line without a newline is a line', async () => {
  assert.deepEqual(await collect(splitLines(chunksOf(Buffer.from('one\ntwo'), []), 100)), ['one', 'two']);
});

test('fails a line that is longer than allowed, before it is whole', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    while (true) yield Buffer.alloc(10, 'x');
  }
  await assert.rejects(collect(splitLines(endless(), 100)), RangeError);
});
