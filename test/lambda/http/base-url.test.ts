import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseUrlOf } from '#lambda/http/base-url.ts';
import { proxyEvent } from '#test/fakes/proxy-event.ts';

const AWS = { host: 'abc123.execute-api.eu-central-1.amazonaws.com', 'x-forwarded-proto': 'https' };
const OWN = { host: 'api.example.com', 'x-forwarded-proto': 'https' };
const LOCAL = { host: '127.0.0.1:3007' };

/** What the caller asked API Gateway for, the path that the function is told, and the route. */
for (const [asked, path, resource, headers, baseUrl] of [
  ['/prod/v1/jobs', '/v1/jobs', '/v1/jobs', AWS, `https://${AWS.host}/prod`],
  ['/prod/v1/jobs/job_1/cancel', '/v1/jobs/job_1/cancel', '/v1/jobs/{id}/cancel', AWS, `https://${AWS.host}/prod`],
  ['/prod/v1/jobs/', '/v1/jobs/', '/v1/jobs', AWS, `https://${AWS.host}/prod`],
  ['/prod/v1/jobs/a%2Fb', '/v1/jobs/a%2Fb', '/v1/jobs/{id}', AWS, `https://${AWS.host}/prod`],
  ['/v1/v1/jobs', '/v1/jobs', '/v1/jobs', AWS, `https://${AWS.host}/v1`],
  ['/v1/jobs', '/v1/jobs', '/v1/jobs', OWN, 'https://api.example.com'],
  ['/claude/v1/jobs', '/claude/v1/jobs', '/v1/jobs', OWN, 'https://api.example.com/claude'],
  ['/claude/prod/v1/jobs', '/claude/prod/v1/jobs', '/v1/jobs', OWN, 'https://api.example.com/claude/prod'],
  ['/v1/jobs', '/v1/jobs', '/v1/jobs', LOCAL, 'http://127.0.0.1:3007'],
  ['/v1/jobs', '/v1/jobs', '/v1/jobs', {}, 'http://localhost'],
] as const) {
  test(`a caller of ${asked} at ${'host' in headers ? headers.host : 'no host'} reaches the service at ${baseUrl}`, () => {
    const event = proxyEvent('POST', resource, { path, headers });
    const requestContext = { ...event.requestContext, path: asked };
    assert.equal(baseUrlOf({ ...event, requestContext }), baseUrl);
  });
}
