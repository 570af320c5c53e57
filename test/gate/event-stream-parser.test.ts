import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createEventStreamParser } from '#gate/event-stream-parser.ts';
import { chunkFrame, exceptionFrame } from '#test/fakes/bedrock/event-stream-frame.ts';

const parse = (chunks: readonly Uint8Array[]): readonly string[] => {
  const found: string[] = [];
  const push = createEventStreamParser((data) => found.push(data));
  for (const chunk of chunks) push(chunk);
  return found;
};

test('the same bytes in any chunks give the same data', () => {
  const datum = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(fc.array(datum), fc.array(fc.nat(2000)), (data, cuts) => {
      const stream = Buffer.concat(data.map(chunkFrame));
      const edges = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
      const chunks = edges.slice(1).map((end, index) => stream.subarray(edges[index], end));
      assert.deepEqual(parse(chunks), data);
    }),
  );
});

test('any bytes are survived, and what came before them is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(parse([chunkFrame('first'), bytes])[0], 'first');
    }),
  );
});

test('an exception is read as the error that the Anthropic API would send in its place', () => {
  const typeOf = (exception: string) => JSON.parse(parse([exceptionFrame(exception, 'why')])[0] ?? '').error;
  assert.deepEqual(typeOf('throttlingException'), { type: 'rate_limit_error', message: 'why' });
  assert.deepEqual(typeOf('modelTimeoutException'), { type: 'timeout_error', message: 'why' });
  assert.deepEqual(typeOf('serviceUnavailableException'), { type: 'overloaded_error', message: 'why' });
  assert.deepEqual(typeOf('modelStreamErrorException'), { type: 'api_error', message: 'why' });
  assert.deepEqual(typeOf('somethingNewException'), { type: 'api_error', message: 'why' });
});

test('a message whose checksum is wrong ends the reading', () => {
  const broken = Buffer.from(chunkFrame('second'));
  broken[20] = (broken[20] ?? 0) ^ 1;
  assert.deepEqual(parse([chunkFrame('first'), broken, chunkFrame('third')]), ['first']);
});

test('a long message that comes a byte at a time is read in good time', () => {
  const data = 'x'.repeat(100_000);
  const chunks = Array.from(chunkFrame(data), (byte) => Uint8Array.of(byte));
  assert.deepEqual(parse(chunks), [data]);
});
