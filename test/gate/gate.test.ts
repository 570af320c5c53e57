import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import test from 'node:test';
import { startGate } from '#gate/gate.ts';
import { openGate, SECRET_KEY } from './open-gate.ts';
import { startProvider } from './start-provider.ts';

test('the provider gets its key and not the token, the client never sees the key', async (t) => {
  const { session, standIn, call } = await openGate(t);
  for (const prompt of ['hi', '[[fail: 401]]']) {
    const response = await call(prompt);
    const seen = JSON.stringify([[...response.headers], await response.text()]);
    assert.equal(seen.includes(SECRET_KEY), false);
  }
  for (const { headers } of standIn.calls) {
    assert.equal(headers['x-api-key'], SECRET_KEY);
    assert.equal(JSON.stringify(headers).includes(session.token), false);
  }
});

test('fails when the provider repeats the key: the client and the event get it blacked out', async (t) => {
  const upstream = await startProvider(t, (response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ type: 'error', error: { message: `bad key ${SECRET_KEY}` } }));
  });
  const { events, call } = await openGate(t, { upstream });
  const body = await (await call('hi')).text();
  assert.equal(JSON.parse(body).error.message, 'bad key [redacted]');
  assert.equal(JSON.stringify(events).includes(SECRET_KEY), false);
});

test('fails with 401 without a token, with a wrong one, and after the session is closed', async (t) => {
  const { session, standIn, call } = await openGate(t);
  assert.equal((await call('hi', { token: '' })).status, 401);
  assert.equal((await call('hi', { token: `${session.token}x` })).status, 401);
  session.close();
  assert.equal((await call('hi')).status, 401);
  assert.equal(standIn.calls.length, 0);
});

test('fails with 403 until a run has taken the process, which only one can', async (t) => {
  const { policy } = await openGate(t);
  const gate = await startGate();
  t.after(() => gate.close());
  const session = gate.openSession();
  const call = () =>
    fetch(`${gate.baseUrl}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}` },
      body: JSON.stringify({ model: 'claude-haiku-4-5', messages: [{ role: 'user', content: 'hi' }] }),
    });
  assert.equal((await call()).status, 403);
  session.bind(policy);
  assert.equal((await call()).status, 200);
  assert.throws(() => session.bind(policy), /bound once/);
});

test('fails with 404 for whatever is not the Messages API; HEAD / says that somebody is there', async (t) => {
  const gate = await startGate();
  t.after(() => gate.close());
  const statusOf = async (method: string, path: string) => (await fetch(gate.baseUrl + path, { method })).status;
  assert.equal(await statusOf('HEAD', '/'), 200);
  assert.equal(await statusOf('GET', '/'), 404);
  assert.equal(await statusOf('GET', '/v1/messages'), 404);
  assert.equal(await statusOf('POST', '/v1/models'), 404);
  assert.equal(await statusOf('POST', '/v1/messages/../models'), 404);
});

test('fails with 400 for a model that the run may not use, and tells the run', async (t) => {
  const { standIn, events, call } = await openGate(t);
  const response = await call('hi', { model: 'gpt-4o' });
  const body = (await response.json()) as { error: { type: string } };
  assert.equal(response.status, 400);
  assert.equal(body.error.type, 'invalid_request_error');
  assert.deepEqual(events, [{ kind: 'model_refused', model: 'gpt-4o' }]);
  assert.equal(standIn.calls.length, 0);
});

test('an alias is accepted and counted under its full name', async (t) => {
  const { session, call } = await openGate(t);
  await (await call('hi', { model: 'claude-haiku-4-5-20251001' })).text();
  assert.equal(session.metrics().modelUsage[0]?.model, 'claude-haiku-4-5');
});

test('a body that names two models is sent with the one that was checked', async (t) => {
  const { session, standIn, baseUrl } = await openGate(t);
  const messages = [{ role: 'user', content: 'hi' }];
  const body = `{"model":"claude-opus-5-5","messages":${JSON.stringify(messages)},"model":"claude-haiku-4-5"}`;
  const headers = { 'x-api-key': session.token };
  await (await fetch(`${baseUrl}/v1/messages`, { method: 'POST', headers, body })).text();
  assert.equal(standIn.calls[0]?.bodyBytes, JSON.stringify({ model: 'claude-haiku-4-5', messages }).length);
});

test('fails with 413 for a body that is too long, before it is sent', async (t) => {
  const { session, baseUrl } = await openGate(t);
  const headers = { 'x-api-key': session.token, 'content-length': 64 * 1024 * 1024 + 1 };
  const upload = request(`${baseUrl}/v1/messages`, { method: 'POST', headers });
  t.after(() => upload.destroy());
  upload.flushHeaders();
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 413);
});
