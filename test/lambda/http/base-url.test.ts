import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { baseUrlOf } from '#lambda/http/base-url.ts';

const eventOf = (resource: string, path: string, headers: Record<string, string>) =>
  ({ resource, headers, requestContext: { path } }) as unknown as APIGatewayProxyEvent;

const HTTPS = { host: 'llm.test', 'x-forwarded-proto': 'https' };

const CASES: readonly (readonly [name: string, event: APIGatewayProxyEvent, expected: string])[] = [
  ['a stage', eventOf('/v1/files/{id}', '/prod/v1/files/f1', HTTPS), 'https://llm.test/prod'],
  ['a domain of its own', eventOf('/v1/files', '/v1/files', HTTPS), 'https://llm.test'],
  ['a base path', eventOf('/v1/batches/{id}/cancel', '/llm/a/v1/batches/b/cancel', HTTPS), 'https://llm.test/llm/a'],
  ['an id that is percent-encoded', eventOf('/v1/files/{id}', '/prod/v1/files/a%2Fb', HTTPS), 'https://llm.test/prod'],
  ['one machine', eventOf('/v1/files', '/v1/files', { host: '127.0.0.1:3007' }), 'http://127.0.0.1:3007'],
];

for (const [name, event, expected] of CASES) {
  test(`the address of the service is as its caller reached it, with ${name}`, () => {
    assert.equal(baseUrlOf(event), expected);
  });
}
