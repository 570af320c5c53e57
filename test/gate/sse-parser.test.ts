import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createSseParser } from '#gate/sse-parser.ts';

const parse = (chunks: readonly Uint8Array[]): readonly string[] => {
  const found: string[] = [];
  const push = createSseParser((data) => found.push(data));
  for (const chunk of chunks) push(chunk);
  return found;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('data is read out of events, whatever surrounds it', () => {
  const stream = ': comment\r\nevent: a\r\ndata: one\r\n\r\ndata:two\ndata: lines\n\nid: 7\n\ndata: unfinished\n';
  assert.deepEqual(parse([bytes(stream)]), ['one', 'two\nlines']);
});

test('the same bytes in any chunks give the same data', () => {
  const datum = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.array(datum), fc.array(fc.nat(200)), fc.constantFrom('\n', '\r\n'), (data, cuts, lineEnd) => {
      const stream = bytes(data.map((text) => `event: x${lineEnd}data: ${text}${lineEnd}${lineEnd}`).join(''));
      const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
      const chunks = edges.slice(1).map((end, index) => stream.subarray(edges[index], end));
      assert.deepEqual(parse(chunks), data);
    }),
  );
});
