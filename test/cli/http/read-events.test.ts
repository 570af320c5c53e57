import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readEvents, type ServerSentEvent } from '#cli/http/read-events.ts';

const STREAM =
  'retry: 3000\n\nid: 1\nevent: run.started\ndata: {"a":"grüße 🌍"}\n\n: comment\n\ndata: one\ndata:two\n\nevent: last\r\ndata: 3\r\n\r\nevent: cut\ndata: never ended';
const EVENTS = [
  { event: 'run.started', data: '{"a":"grüße 🌍"}', id: '1' },
  { event: 'message', data: 'one\ntwo' },
  { event: 'last', data: '3' },
];

const read = async (chunks: readonly Uint8Array[]): Promise<readonly ServerSentEvent[]> =>
  Array.fromAsync(readEvents(new Response(ReadableStream.from(chunks))));

describe('server-sent events', () => {
  it('are the same however their bytes were cut', async () => {
    const bytes = new TextEncoder().encode(STREAM);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length)), async (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
        assert.deepEqual(await read(chunks), EVENTS);
      }),
      { numRuns: 50 },
    );
  });

  it('are none where there is no body', async () => {
    assert.deepEqual(await Array.fromAsync(readEvents(new Response(null))), []);
  });
});
