import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ByteLine, readByteLines } from '#core/batches/byte-lines.ts';

const MAX_BYTES = 1_000;

const cut = (bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)];
};

const split = (chunks: readonly Uint8Array[], maxBytes = MAX_BYTES): Promise<readonly ByteLine[]> =>
  Array.fromAsync(readByteLines(Readable.from(chunks), maxBytes));

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\ufeff]/g, ''));
const file = fc.record({
  lines: fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n'))),
  last: fc.option(line, { nil: '' }),
});
const textsOf = (lines: readonly ByteLine[]) =>
  lines.map((found) => (found.kind === 'text' ? found.text : found.fault));

test('lines and their places are the same however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.array(fc.nat(40)), async ({ lines, last }, sizes) => {
      const bytes = Buffer.from(lines.map((parts) => parts.join('')).join('') + last);
      const found = await split(cut(bytes, sizes));
      assert.deepEqual(textsOf(found), [...lines.map(([text]) => text), ...(last === '' ? [] : [last])]);
      for (const [index, { line: number, offsetBytes, lengthBytes }] of found.entries()) {
        assert.equal(number, index);
        const text = bytes.subarray(offsetBytes, offsetBytes + lengthBytes).toString();
        assert.equal(text, textsOf(found)[index]);
      }
    }),
  );
});

test('reading goes on from any line', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(20), fc.array(fc.nat(40)), async ({ lines, last }, from, sizes) => {
      const bytes = Buffer.from(lines.map((parts) => parts.join('')).join('') + last);
      const all = await split([bytes]);
      const start = all[from];
      if (!start) return;
      const chunks = cut(bytes.subarray(start.offsetBytes), sizes);
      assert.deepEqual(await Array.fromAsync(readByteLines(Readable.from(chunks), MAX_BYTES, start)), all.slice(from));
    }),
  );
});

test('a line that is too long is told, and those after it are read', async () => {
  for (const size of [1, 4, 100]) {
    const bytes = Buffer.from('12345\r\n123456\n1\n1234567\r\n12345');
    const found = await split(
      cut(
        bytes,
        Array.from({ length: 40 }, () => size),
      ),
      5,
    );
    assert.deepEqual(textsOf(found), ['12345', 'too_long', '1', 'too_long', '12345']);
    assert.deepEqual(
      found.map(({ offsetBytes }) => offsetBytes),
      [0, 7, 14, 16, 25],
    );
  }
});

test('a line that is not UTF-8 is told, and those after it are read', async () => {
  const bytes = Buffer.concat([
    Buffer.from('a\n'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\nä\n'),
    Buffer.from([0xc3]),
  ]);
  assert.deepEqual(textsOf(await split([bytes])), ['a', 'not_utf8', 'ä', 'not_utf8']);
});

test('a byte order mark, as some editors write it, is no part of the text', async () => {
  assert.deepEqual(textsOf(await split([Buffer.from('\ufeff{"a":1}\n{}')])), ['{"a":1}', '{}']);
});

test('a carriage return inside of a line is part of it', async () => {
  assert.deepEqual(textsOf(await split([Buffer.from('a\rb\r\r\n\r\nc\r')])), ['a\rb\r', '', 'c']);
});

test('no more than one line is held, however long a line is', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const endless = async function* () {
    for (let count = 0; count < 200; count += 1) yield megabyte;
  };
  const before = process.memoryUsage().arrayBuffers;
  const [found] = await Array.fromAsync(readByteLines(endless(), 10 * 1024 * 1024));
  assert.equal(found?.lengthBytes, 200 * 1024 * 1024);
  assert.ok(process.memoryUsage().arrayBuffers - before < 20 * 1024 * 1024);
});
