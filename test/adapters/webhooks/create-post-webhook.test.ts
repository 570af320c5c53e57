import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createPostWebhook, type PostWebhookOptions } from '#adapters/webhooks/create-post-webhook.ts';
import type { Resolve } from '#adapters/webhooks/guarded-lookup.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';

const SECRET = newWebhookSecret();
const BODY = '{"id":"evt_1","data":"ü"}';
const LOCAL = { allowsLoopback: true };
const CLOSED = { allowsLoopback: false };

/** No test asks a name server, nor leaves this machine: every name leads to loopback. */
const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

const post = (url: string, options: Partial<PostWebhookOptions> = {}) =>
  createPostWebhook({ version: '9.9.9', addressPolicy: LOCAL, resolve, ...options })({
    ...{ url, id: 'evt_1', atMs: Date.now(), body: BODY, secrets: [SECRET] },
  });

interface Received {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

/** A receiver that answers so, and what it was sent. */
const startReceiver = async (t: TestContext, answer: RequestListener) => {
  const received: Received[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    received.push({ request, body: await buffer(request) });
    answer(request, response);
  });
  t.after(() => server.close());
  return { received, url: `${server.endpoint}/hooks?x=1`, port: new URL(server.endpoint).port };
};

const answer =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end('thank you');

test('an event is posted as JSON, signed, by who says who it is', async (t) => {
  const { received, url } = await startReceiver(t, answer(202, { 'retry-after': '7' }));
  assert.deepEqual(await post(url), { kind: 'answered', status: 202, retryAfter: '7' });
  const [{ request, body } = assert.fail()] = received;
  assert.deepEqual([request.method, request.url, body.toString()], ['POST', '/hooks?x=1', BODY]);
  assert.equal(request.headers['content-type'], 'application/json');
  assert.equal(request.headers['user-agent'], 'headless-claude-webhooks/9.9.9');
  new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect is not followed: ${status}`, async (t) => {
    const { received, url } = await startReceiver(t, answer(status, { location: '/elsewhere' }));
    assert.deepEqual(await post(url), { kind: 'answered', status });
    assert.equal(received.length, 1);
  });
}

test('each post has a connection of its own', async (t) => {
  const { received, url } = await startReceiver(t, answer(200));
  const postWebhook = createPostWebhook({ version: '1', addressPolicy: LOCAL, resolve });
  const event = { url, id: 'evt_1', atMs: Date.now(), body: BODY, secrets: [SECRET] };
  for (let times = 0; times < 3; times += 1) await postWebhook(event);
  assert.equal(new Set(received.map(({ request }) => request.socket)).size, 3);
});

test('an endless answer is not read to its end, and counts by its status', async (t) => {
  let written = 0;
  const { url } = await startReceiver(t, (_, response) => {
    const write = (): void => {
      if (response.destroyed) return;
      written += 65_536;
      if (response.write(Buffer.alloc(65_536))) setImmediate(write);
      else response.once('drain', write);
    };
    write();
  });
  assert.deepEqual(await post(url), { kind: 'answered', status: 200 });
  assert.ok(written < 50_000_000);
});

test('fails for a receiver that does not answer in time', async (t) => {
  const { url } = await startReceiver(t, () => {});
  const late = { kind: 'failed', error: 'no answer within 0.1 s' };
  assert.deepEqual(await post(url, { timeoutMs: 100 }), late);
});

test('fails for a receiver that hangs up, refuses, or speaks no TLS', async (t) => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const closed = await post(`http://127.0.0.1:${port}/`);
  assert.match(JSON.stringify(closed), /^\{"kind":"failed","error":"the connection was (closed|reset)"\}$/);
  assert.deepEqual(await post('http://127.0.0.1:9/'), { kind: 'failed', error: 'the connection was refused' });
  const receiver = await startReceiver(t, answer(200));
  const plain = await post(`https://127.0.0.1:${receiver.port}/`);
  assert.match(JSON.stringify(plain), /"failed","error":"the connection failed \(ERR_SSL_\w+\)"/);
});

test('fails for an answer with too many headers', async (t) => {
  const { url } = await startReceiver(t, answer(200, { x: 'x'.repeat(20_000) }));
  assert.equal((await post(url)).kind, 'failed');
});

test('fails for an address that is not public, before anything is sent', async (t) => {
  const { received, port } = await startReceiver(t, answer(200));
  const refused = { kind: 'failed', error: 'the address is not a public one' };
  for (const host of ['127.0.0.1', '127.1', '0x7f000001', 'localhost', 'hooks.example']) {
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://${host}:${port}/`;
      assert.deepEqual(await post(url, { addressPolicy: CLOSED }), refused, url);
    }
  }
  // Where loopback is allowed, only for who says that it is.
  assert.deepEqual(await post(`http://hooks.example:${port}/`), refused);
  assert.deepEqual(await post(`http://[::ffff:127.0.0.1]:${port}/`), refused);
  assert.deepEqual(received, []);
});

test('a name is looked up once for each post, so that it cannot lead elsewhere in between', async (t) => {
  const { received, port } = await startReceiver(t, answer(200));
  const asked: string[] = [];
  const counting: Resolve = async (host) => {
    asked.push(host);
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const url = `http://a.localhost:${port}/`;
  assert.equal((await post(url, { resolve: counting })).kind, 'answered');
  assert.equal((await post(url, { resolve: counting })).kind, 'answered');
  assert.deepEqual([asked, received.length], [['a.localhost', 'a.localhost'], 2]);
});
