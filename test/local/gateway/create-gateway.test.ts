import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import { ADMIN, CALLER, startTestGateway } from './start-test-gateway.ts';

/** A function that answers with the event it was given. */
const echo: StreamingFunction = async (event, response) => {
  response.begin({ headers: { 'content-type': 'application/json' } }).write(JSON.stringify(event));
  response.end();
};

const startEcho = async (t: TestContext) => {
  const gateway = await startTestGateway(t, () => echo);
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(gateway.baseUrl + path, init);
    const body = (await answer.json()) as APIGatewayProxyEvent & Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body };
  };
  return { ...gateway, call };
};

test('a function gets the request as an API Gateway REST proxy event', async (t) => {
  const { call } = await startEcho(t);
  const { body: event } = await call('/v1/prompts/p%201?a=1&a=2&b=%C3%A4', { headers: CALLER });
  assert.equal(event.resource, '/v1/prompts/{id}');
  assert.equal(event.path, '/v1/prompts/p%201');
  assert.equal(event.httpMethod, 'GET');
  assert.deepEqual(event.pathParameters, { id: 'p 1' });
  assert.deepEqual(event.queryStringParameters, { a: '2', b: 'ä' });
  assert.deepEqual(event.multiValueQueryStringParameters, { a: ['1', '2'], b: ['ä'] });
  assert.equal(event.body, null);
  assert.equal(event.isBase64Encoded, false);
  assert.match(event.requestContext.requestId, /^[0-9a-f-]{36}$/);
  assert.equal(event.requestContext.resourcePath, '/v1/prompts/{id}');
  assert.equal(event.requestContext.identity.sourceIp, '127.0.0.1');
});

test('what is not there is null, as API Gateway has it', async (t) => {
  const { call } = await startEcho(t);
  const { body: event } = await call('/health/live');
  assert.equal(event.pathParameters, null);
  assert.equal(event.queryStringParameters, null);
  assert.equal(event.requestContext.authorizer, null);
});

test('header names stay as the client wrote them, and all values of one are kept', async (t) => {
  const { baseUrl } = await startEcho(t);
  const outgoing = request(`${baseUrl}/health/live`, { headers: { 'X-Mixed-Case': ['1', '2'] } });
  const event = await new Promise<APIGatewayProxyEvent>((resolve, reject) => {
    outgoing.on('response', async (answer) => resolve(JSON.parse(await text(answer)))).on('error', reject);
    outgoing.end();
  });
  assert.equal(event.headers['X-Mixed-Case'], '2');
  assert.deepEqual(event.multiValueHeaders['X-Mixed-Case'], ['1', '2']);
});

test('a body of several bytes per character arrives whole', async (t) => {
  const { call } = await startEcho(t);
  const body = 'ä€😀'.repeat(50_000);
  const answer = await call('/v1/prompts', { method: 'POST', headers: CALLER, body });
  assert.equal(answer.body.body, body);
});

test("a caller's description reaches the function", async (t) => {
  const { call } = await startEcho(t);
  const { body: event } = await call('/v1/models', { headers: CALLER });
  assert.deepEqual(event.requestContext.authorizer, {
    tenantId: 'tenant-1',
    principalId: 'client:1',
    principalKind: 'client',
    scopes: 'prompts',
    tier: 'basic',
    allowance: '{}',
  });
});

test("an administrator's claims reach the function", async (t) => {
  const { call } = await startEcho(t);
  const { body: event } = await call('/admin/settings', { headers: ADMIN });
  assert.equal(event.requestContext.authorizer?.['claims'].sub, 'admin');
});

const REFUSED: readonly [name: string, path: string, init: RequestInit, status: number, code: string][] = [
  ['a caller whom the authorizer denies', '/v1/models', {}, 401, 'token_expired'],
  ['an authorizer that fails', '/v1/models', { headers: { 'x-api-key': 'broken' } }, 500, 'internal_error'],
  ['an administrator without a token', '/admin/settings', {}, 401, 'invalid_credentials'],
  ['an administrator with an API key', '/admin/settings', { headers: CALLER }, 401, 'invalid_credentials'],
  [
    'an administrator without the scope',
    '/admin/settings',
    { headers: { authorization: 'Bearer user' } },
    401,
    'invalid_credentials',
  ],
  [
    'an administrator with an expired token',
    '/admin/settings',
    { headers: { authorization: 'Bearer expired' } },
    401,
    'token_expired',
  ],
  ['a path that is not there', '/v2/prompts', { headers: CALLER }, 404, 'not_found'],
  ['a method that is not there', '/v1/models', { method: 'PUT', headers: CALLER }, 405, 'method_not_allowed'],
];
for (const [name, path, init, status, code] of REFUSED) {
  test(`fails with ${status} ${code} for ${name}`, async (t) => {
    const { call } = await startEcho(t);
    const answer = await call(path, init);
    assert.equal(answer.status, status);
    assert.equal(answer.body['code'], code);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(answer.headers.get('request-id'), answer.body['request_id']);
    assert.equal(answer.headers.get('x-request-id'), answer.body['request_id']);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });
}

test('a wrong method is told the right ones', async (t) => {
  const { call } = await startEcho(t);
  assert.equal((await call('/v1/prompts/x', { method: 'PATCH' })).headers.get('allow'), 'GET, DELETE');
});

test('HEAD is no method of the API, and is answered without a body', async (t) => {
  const { baseUrl } = await startEcho(t);
  const answer = await fetch(`${baseUrl}/health/live`, { method: 'HEAD' });
  assert.equal(answer.status, 405);
  assert.equal(await answer.text(), '');
});

test('a body of 10 MB is taken, one byte more is refused with 413', async (t) => {
  const { call } = await startEcho(t);
  const body = 'x'.repeat(10 * 1024 * 1024);
  const taken = await call('/v1/prompts', { method: 'POST', headers: CALLER, body });
  assert.equal(taken.body.body?.length, body.length);
  const refused = await call('/v1/prompts', { method: 'POST', headers: CALLER, body: `${body}x` });
  assert.equal(refused.status, 413);
  assert.equal(refused.body['code'], 'request_too_large');
});

test('a CORS preflight needs no credential and allows every header and method of the API', async (t) => {
  const { baseUrl } = await startEcho(t);
  const answer = await fetch(`${baseUrl}/v1/prompts`, { method: 'OPTIONS' });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.equal(answer.headers.get('access-control-allow-headers'), '*,authorization');
  assert.equal(answer.headers.get('access-control-allow-methods'), 'POST,GET,DELETE,PATCH');
});
