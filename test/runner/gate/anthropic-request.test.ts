import assert from 'node:assert/strict';
import test from 'node:test';
import { anthropicRequest } from '#runner/gate/anthropic-request.ts';

const upstream = { provider: 'anthropic', baseUrl: 'https://example.com/anthropic/', apiKey: 'key' } as const;

test("the CLI's credentials and connection stay here, what the API needs goes along", () => {
  const { headers } = anthropicRequest(upstream, '/v1/messages', {
    authorization: 'Bearer run-token',
    'x-api-key': 'run-token',
    cookie: 'a=b',
    connection: 'keep-alive',
    'anthropic-beta': 'a,b',
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
  });
  assert.deepEqual(headers, {
    'anthropic-beta': 'a,b',
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    'accept-encoding': 'identity',
    'x-api-key': 'key',
  });
});

test('path and query are appended to the base URL, whether or not it ends with a slash', () => {
  const { url } = anthropicRequest(upstream, '/v1/messages?beta=true', {});
  assert.equal(url, 'https://example.com/anthropic/v1/messages?beta=true');
});
