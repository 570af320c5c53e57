import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { Authenticator } from '#adapters/tokens/authenticate.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { createAuthorizer } from '#lambda/create-authorizer.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/v1/prompts';

const authorize = (authenticate: Authenticator) => {
  const authorizer = createAuthorizer({ authenticate, usageIdentifierKeys: { basic: 'usage-key-of-basic' } });
  // Only these two attributes matter.
  const event = { methodArn: METHOD_ARN, headers: { 'x-api-key': 'k' } } as unknown as APIGatewayRequestAuthorizerEvent;
  return authorizer(event, {} as Context);
};

test('a caller is allowed on the whole stage, and described in a flat context', async () => {
  const result = await authorize(async (headers) => {
    assert.deepEqual(headers, { 'x-api-key': 'k' });
    return {
      kind: 'api_key',
      id: 'key:1',
      tenantId: 'tenant-1',
      scopes: ['prompts', 'admin'],
      tier: 'basic',
      models: ['m'],
    };
  });
  assert.deepEqual(result, {
    principalId: 'key:1',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/*',
        },
      ],
    },
    context: {
      tenantId: 'tenant-1',
      principalId: 'key:1',
      principalKind: 'api_key',
      scopes: 'prompts admin',
      tier: 'basic',
      allowance: '{"models":["m"]}',
    },
    usageIdentifierKey: 'usage-key-of-basic',
  });
});

test('a refused caller is denied, with the reason in the context', async () => {
  const result = await authorize(async () => {
    throw new ServiceError('token_expired', 'The token has expired.');
  });
  assert.equal(result.policyDocument.Statement[0]?.Effect, 'Deny');
  assert.deepEqual(result.context, { errorCode: 'token_expired', errorMessage: 'The token has expired.' });
  assert.equal(result.usageIdentifierKey, undefined);
});

test('a reason can be put between quotes in JSON as it is', async () => {
  const { context } = await authorize(async () => {
    throw new ServiceError('invalid_credentials', 'a "quote", a \\ and a \n');
  });
  const { errorMessage } = context as { errorMessage: string };
  assert.equal(JSON.stringify(errorMessage), `"${errorMessage}"`);
});

test('fails when it cannot know: an unreachable table is not a refusal', async () => {
  await assert.rejects(
    authorize(async () => {
      throw new Error('table unreachable');
    }),
    /table unreachable/,
  );
  await assert.rejects(
    authorize(async () => {
      throw new ServiceError('unavailable', 'no keys');
    }),
    { code: 'unavailable' },
  );
});

test('a caller with an API Gateway key of its own is metered by that', async () => {
  const { usageIdentifierKey } = await authorize(async () => ({
    ...{ kind: 'api_key', id: 'key_1', tenantId: 'tenant-1', scopes: [], tier: 'basic', usageIdentifierKey: 'own' },
  }));
  assert.equal(usageIdentifierKey, 'own');
});

test('fails for a tier that no usage plan meters', async () => {
  await assert.rejects(
    authorize(async () => ({ kind: 'user', id: 'user:1', tenantId: 'user:1', scopes: [], tier: 'gold' })),
    /no usage identifier key for tier "gold"/,
  );
});
