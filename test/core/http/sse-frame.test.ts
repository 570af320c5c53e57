import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ServerSentEvent, sseFrame } from '#core/http/sse-frame.ts';
import { readSse } from '#test/fakes/read-sse.ts';

const LINE_BREAKS = ['\n', '\r', '\r\n', '\n\n', '\u2028', '\u2029', '\u0085', 'data: x', '\nevent: y\n'];

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...LINE_BREAKS));

const event: fc.Arbitrary<ServerSentEvent> = fc.record({
  id: fc.nat(),
  event: fc.constantFrom('message.delta', 'run.completed'),
  data: fc.record({ text, json: fc.jsonValue({ stringUnit: 'binary' }) }),
});

test('what is sent is what a client reads, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 5 }), async (events) => {
      const read = await readSse(events.map(sseFrame).join(''));
      const sent = events.map(({ id, event, data }) => ({
        id: String(id),
        event,
        data: JSON.parse(JSON.stringify(data)),
      }));
      assert.deepEqual(read, sent);
    }),
  );
});

test('an event without an id leaves the id that a client has as it is', () => {
  assert.equal(sseFrame({ event: 'ping', data: {} }), 'event: ping\ndata: {}\n\n');
});
