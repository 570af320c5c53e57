import assert from 'node:assert/strict';
import { test } from 'node:test';
import { synthesize } from './synthesize.ts';
import { type Resource, resourcesOf } from './template-parts.ts';

const responses = new Map<string, Resource['Properties']>(
  resourcesOf(synthesize({}), 'AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => [
    Properties.ResponseType,
    Properties,
  ]),
);

/** The body as API Gateway would fill it in, and the headers without their quotes. */
const answer = (type: string, variables: Readonly<Record<string, string>> = {}) => {
  const { StatusCode, ResponseParameters, ResponseTemplates } = responses.get(type);
  const text: string = ResponseTemplates['application/json'];
  const filled = text.replaceAll(/\$(context(?:\.[A-Za-z]+)+)/g, (_, name: string) => variables[name] ?? '');
  return {
    status: Number(StatusCode),
    body: JSON.parse(filled),
    header: (name: string) => ResponseParameters[`gatewayresponse.header.${name}`],
  };
};

test('whatever API Gateway answers by itself has the shape of our errors and the request id', () => {
  assert.ok(responses.has('DEFAULT_4XX') && responses.has('DEFAULT_5XX'));
  for (const type of responses.keys()) {
    const { status, body, header } = answer(type, { 'context.requestId': 'abc' });
    assert.equal(body.status, status, type);
    assert.equal(body.request_id, 'abc', type);
    assert.equal(body.error.code, body.code, type);
    assert.equal(body.error.message, body.detail, type);
    assert.equal(header('request-id'), 'context.requestId', type);
    assert.equal(header('x-request-id'), 'context.requestId', type);
  }
});

test('a caller whom the authorizer refuses learns why', () => {
  const { status, body } = answer('ACCESS_DENIED', {
    'context.authorizer.errorCode': 'token_expired',
    'context.authorizer.errorMessage': 'The access token has expired.',
  });
  assert.equal(status, 401);
  assert.equal(body.type, 'urn:headless-claude:error:token_expired');
  assert.equal(body.error.type, 'authentication_error');
  assert.equal(body.error.code, 'token_expired');
  assert.equal(body.error.details.error_code, 'token_expired');
  assert.equal(body.error.message, 'The access token has expired.');
});

test('a path that does not exist is not found, although API Gateway calls it a missing token', () => {
  const { status, body } = answer('MISSING_AUTHENTICATION_TOKEN', {
    'context.httpMethod': 'GET',
    'context.path': '/prod/x',
  });
  assert.equal(status, 404);
  assert.match(body.detail, /^There is nothing at GET \/prod\/x\./);
});

test('a throttled caller is told when to retry, one past the quota not to', () => {
  assert.equal(answer('THROTTLED').header('retry-after'), "'1'");
  assert.equal(answer('QUOTA_EXCEEDED').header('x-should-retry'), "'false'");
});

test('a run that may have happened is not retried', () => {
  for (const type of ['INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE']) {
    assert.equal(answer(type).header('x-should-retry'), "'false'", type);
  }
});
