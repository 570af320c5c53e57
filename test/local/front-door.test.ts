import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createFrontDoor, type FrontDoor } from '#local/front-door.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { listen } from '#local/listen.ts';
import { createPending } from '#local/pending.ts';

/** Answers with a word, once it may. */
const answering =
  (word: string, mayAnswer: Promise<void> = Promise.resolve()): Serve =>
  async (_incoming, response) => {
    await mayAnswer;
    response.end(word);
  };

const start = async (t: TestContext, door: FrontDoor): Promise<(path: string) => Promise<Response>> => {
  const server = await listen('127.0.0.1', 0);
  t.after(server.close);
  server.serve(door.serve);
  return (path) => fetch(server.baseUrl + path);
};

const ports = () => ({
  gateway: answering('gateway'),
  issuer: answering('issuer'),
  objects: answering('objects'),
  pending: createPending(),
  allowedOrigin: '*',
});

test("the endpoints of the issuer and of objects are their own, all others the gateway's", async (t) => {
  const call = await start(t, createFrontDoor(ports()));
  assert.equal(await (await call('/oauth2/token?x=1')).text(), 'issuer');
  assert.equal(await (await call('/.well-known/jwks.json')).text(), 'issuer');
  assert.equal(await (await call('/_objects/x.y.z')).text(), 'objects');
  assert.equal(await (await call('/v1/models?/oauth2/token')).text(), 'gateway');
});

test("without an issuer everything is the gateway's", async (t) => {
  const call = await start(t, createFrontDoor({ ...ports(), issuer: undefined }));
  assert.equal(await (await call('/oauth2/token')).text(), 'gateway');
});

test('a closed door lets those in finish, and refuses others with 503', async (t) => {
  const mayAnswer = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const slow = answering('slow', mayAnswer.promise);
  const pending = createPending();
  const gateway: Serve = (incoming, response) => {
    arrived.resolve();
    return slow(incoming, response);
  };
  const door = createFrontDoor({ ...ports(), gateway, pending });
  const call = await start(t, door);
  const running = call('/v1/models');
  await arrived.promise;
  door.close();
  const refused = await call('/v1/models');
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('connection'), 'close');
  assert.equal(((await refused.json()) as { code: string }).code, 'unavailable');
  mayAnswer.resolve();
  assert.equal(await (await running).text(), 'slow');
  await pending.drained();
});
