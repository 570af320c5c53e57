import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import { bufferedFunction } from '#local/gateway/buffered-function.ts';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import { startTestGateway } from './start-test-gateway.ts';

/** A function made as ours are: middy in streaming mode. */
const streaming = (answer: () => unknown): StreamingFunction =>
  middy({ executionMode: executionModeStreamifyResponse }).handler(async () =>
    answer(),
  ) as unknown as StreamingFunction;

const open = async (url: string): Promise<IncomingMessage> => {
  const [answer] = await once(get(url, { agent: false }), 'response');
  return answer;
};

const read = async (answer: IncomingMessage): Promise<string> => {
  const [chunk] = await once(answer, 'data');
  return chunk.toString();
};

test('status and headers are sent before the first chunk, and each chunk as it is written', async (t) => {
  const body = new Readable({ read() {} });
  const { baseUrl } = await startTestGateway(t, () =>
    streaming(() => ({ statusCode: 203, headers: { 'content-type': 'text/plain' }, body })),
  );
  const answer = await open(`${baseUrl}/health/live`);
  assert.equal(answer.statusCode, 203);
  assert.equal(answer.headers['content-type'], 'text/plain');
  for (const chunk of ['one', 'two', 'three']) {
    const next = read(answer);
    body.push(chunk);
    assert.equal(await next, chunk);
  }
  body.push(null);
  answer.resume();
  await once(answer, 'end');
  assert.ok(answer.complete);
});

test('a body that is a string is sent whole, however long', async (t) => {
  const body = 'x'.repeat(1_000_000);
  const { baseUrl } = await startTestGateway(t, () => streaming(() => ({ statusCode: 200, headers: {}, body })));
  assert.equal((await (await fetch(`${baseUrl}/health/live`)).text()).length, body.length);
});

test('an answer without a body keeps its status', async (t) => {
  const { baseUrl } = await startTestGateway(t, () => streaming(() => ({ statusCode: 202, headers: {}, body: '' })));
  const answer = await fetch(`${baseUrl}/health/live`);
  assert.equal(answer.status, 202);
  assert.equal(await answer.text(), '');
});

test('a function that returns its answer whole is served too', async (t) => {
  const { baseUrl } = await startTestGateway(t, () =>
    bufferedFunction(async () => ({ statusCode: 201, headers: { 'x-a': 'b' }, body: 'whole' })),
  );
  const answer = await fetch(`${baseUrl}/health/live`);
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('x-a'), 'b');
  assert.equal(await answer.text(), 'whole');
});

test('a client that hangs up ends the generator that feeds its answer', async (t) => {
  const ended = Promise.withResolvers<void>();
  const generate = async function* () {
    try {
      for (;;) {
        yield 'tick\n';
        await setImmediate();
      }
    } finally {
      ended.resolve();
    }
  };
  const { baseUrl, reports } = await startTestGateway(t, () =>
    streaming(() => ({ statusCode: 200, headers: {}, body: Readable.from(generate()) })),
  );
  const answer = await open(`${baseUrl}/health/live`);
  await read(answer);
  answer.destroy();
  await ended.promise;
  assert.deepEqual(reports, []);
});

test('a client that hangs up while the function still thinks does no harm', async (t) => {
  const called = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const proceed = Promise.withResolvers<void>();
  const { baseUrl, reports } = await startTestGateway(t, () => {
    const thinking = streaming(async () => {
      called.resolve();
      await proceed.promise;
      return { statusCode: 200, headers: {}, body: 'x'.repeat(100_000) };
    });
    return (...args) => thinking(...args).finally(finished.resolve);
  });
  const outgoing = get(`${baseUrl}/health/live`, { agent: false });
  const closed = new Promise((resolve) => outgoing.on('error', resolve));
  await called.promise;
  outgoing.destroy();
  await closed;
  await setImmediate();
  proceed.resolve();
  await finished.promise;
  assert.deepEqual(reports, []);
});

test('a client that reads slowly slows the function down', async (t) => {
  const chunk = Buffer.alloc(1024 * 1024);
  let produced = 0;
  const generate = function* () {
    for (; produced < 200; produced += 1) yield chunk;
  };
  const { baseUrl } = await startTestGateway(t, () =>
    streaming(() => ({ statusCode: 200, headers: {}, body: Readable.from(generate(), { highWaterMark: 1 }) })),
  );
  const answer = await open(`${baseUrl}/health/live`);
  // Nobody reads: what is produced stops growing once the sockets are full.
  let before = -1;
  while (before !== produced) {
    before = produced;
    for (let turn = 0; turn < 2_000; turn += 1) await setImmediate();
  }
  assert.ok(produced < 100, `${produced} MB were produced for a client that reads nothing`);
  let bytes = 0;
  for await (const part of answer) bytes += part.length;
  assert.equal(bytes, 200 * chunk.length);
});

test('fails visibly when the body breaks: the answer does not look whole', async (t) => {
  const generate = async function* () {
    yield 'half';
    throw new Error('broken');
  };
  const { baseUrl, reports } = await startTestGateway(t, () =>
    streaming(() => ({ statusCode: 200, headers: {}, body: Readable.from(generate()) })),
  );
  const answer = await fetch(`${baseUrl}/health/live`);
  await assert.rejects(answer.text());
  assert.equal((reports[0] as Error).message, 'broken');
});

const FAULTS: readonly [name: string, fault: StreamingFunction][] = [
  ['throws', () => Promise.reject(new Error('defect'))],
  ['writes without a prelude', async (_event, response) => void response.end('bytes')],
  ['ends without writing', async (_event, response) => void response.begin({}).end()],
  ['never ends its answer', async () => {}],
];
for (const [name, fault] of FAULTS) {
  test(`fails with 500 for a function that ${name}`, async (t) => {
    const { baseUrl } = await startTestGateway(t, () => fault);
    const answer = await fetch(`${baseUrl}/health/live`);
    assert.equal(answer.status, 500);
    assert.equal(((await answer.json()) as { code: string }).code, 'internal_error');
  });
}

test('a connection is kept for the next request, also after an error', async (t) => {
  const { baseUrl } = await startTestGateway(t, () => streaming(() => ({ statusCode: 200, headers: {}, body: 'ok' })));
  for (const path of ['/health/live', '/nothing', '/v1/models']) {
    const answer = await fetch(baseUrl + path);
    await answer.text();
    assert.equal(answer.headers.get('connection'), 'keep-alive');
  }
});
