import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitLines } from '#core/runs/split-lines.ts';

const split = async (chunks: readonly Uint8Array[], maxLineBytes = 1_000): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of splitLines(Readable.from(chunks), maxLineBytes)) lines.push(line);
  return lines;
};

test('lines are the same however the bytes are cut', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(40)), async (lines, sizes) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      chunks.push(bytes.subarray(at));
      assert.deepEqual(await split(chunks), lines);
    }),
  );
});

test('a last line without a newline counts, an empty one does not', async () => {
  assert.deepEqual(await split([Buffer.from('a\n\nb')]), ['a', '', 'b']);
  assert.deepEqual(await split([Buffer.from('a\n')]), ['a']);
});

test('fails a line that is longer than allowed, at the byte that makes it so', async () => {
  assert.deepEqual(await split([Buffer.from('12345\n12'), Buffer.from('345\n')], 5), ['12345', '12345']);
  await assert.rejects(split([Buffer.from('123'), Buffer.from('456')], 5), RangeError);
});
