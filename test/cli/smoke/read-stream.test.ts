import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDeployed, type Deployed } from '#cli/smoke/deployed.ts';
import { readStream } from '#cli/smoke/read-stream.ts';

/** A deployment that answers with these, a second after the other. */
const answering = (status: number, contentType: string, chunks: readonly string[]): Deployed => {
  let nowMs = 0;
  const body = async function* () {
    for (const chunk of chunks) {
      nowMs += 1000;
      yield new TextEncoder().encode(chunk);
    }
  };
  return {
    ...createDeployed({
      ...{ url: 'http://127.0.0.1', model: 'haiku', apiKey: 'k', accessToken: undefined },
      ...{ mayAdminister: false, credential: 'k', clock: () => nowMs },
    }),
    open: async () => new Response(ReadableStream.from(body()), { status, headers: { 'content-type': contentType } }),
  };
};

const EVENTS = ['one', 'two', 'three'].map((data) => `data: ${data}\n\n`);
const read = (deployed: Deployed) => readStream(deployed, '/v1/prompts', {});

describe('a stream', () => {
  it('is one when its events come one by one', async () => {
    const { events, firstMs, lastMs } = await read(answering(200, 'text/event-stream; charset=utf-8', EVENTS));
    assert.deepEqual(
      events.map(({ data }) => data),
      ['one', 'two', 'three'],
    );
    assert.deepEqual([firstMs, lastMs], [1000, 3000]);
  });

  it('fails when whatever stands before the service held it back', async () => {
    const held = answering(200, 'text/event-stream', [': a comment\n', EVENTS.join('')]);
    await assert.rejects(read(held), { name: 'CheckFailed', message: /^all events came together/ });
  });

  it('fails when it is none', async () => {
    await assert.rejects(read(answering(200, 'application/json', ['{}'])), /content type is "application\/json"/);
    await assert.rejects(read(answering(500, 'application/json', ['{"oops":1}'])), /status 500: {"oops":1}/);
  });
});
