import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decodeJwt } from 'jose';
import { createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { createIssuer } from '#local/issuer/create-issuer.ts';
import { loadSigningKey } from '#local/issuer/signing-key.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const ISSUER = 'http://127.0.0.1:1';
const BASIC = { authorization: `Basic ${Buffer.from('client-1:secret-1').toString('base64')}` };

const setUp = async (t: TestContext) => {
  const folder = await temporaryFolder(t);
  const key = await loadSigningKey(folder);
  const client = { clientId: 'client-1', clientSecret: 'secret-1', scopes: ['service/prompts', 'service/admin'] };
  const issuer = createIssuer({ issuer: ISSUER, key, client, clock: Date.now });
  const askToken = (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(form).toString();
    return issuer({ method: 'POST', path: '/oauth2/token', headers, body });
  };
  return { folder, key, issuer, askToken };
};

const tokenOf = ({ body }: { body: object }): string => (body as { access_token: string }).access_token;

test('a token is verified by the same code as those of Cognito', async (t) => {
  const { issuer, askToken } = await setUp(t);
  const answer = await askToken({ grant_type: 'client_credentials', scope: 'service/prompts' }, BASIC);
  const jwks = await issuer({ method: 'GET', path: '/.well-known/jwks.json', headers: {}, body: '' });
  const jwksCache = new SimpleJwksCache({
    fetcher: {
      fetch: async (url) => {
        assert.equal(url, `${ISSUER}/.well-known/jwks.json`);
        return new TextEncoder().encode(JSON.stringify(jwks.body)).buffer;
      },
    },
  });
  const verify = createAccessTokenVerifier({ issuer: ISSUER, clientIds: ['client-1'], jwksCache });
  const { sub, client_id, scope } = await verify(tokenOf(answer));
  assert.deepEqual({ sub, client_id, scope }, { sub: 'client-1', client_id: 'client-1', scope: 'service/prompts' });
});

test('the client may authenticate by parameters, and without a scope gets all of its own', async (t) => {
  const { askToken } = await setUp(t);
  const form = { grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'secret-1' };
  const answer = await askToken(form);
  assert.equal(answer.status, 200);
  const { expires_in, token_type } = answer.body as { expires_in: number; token_type: string };
  assert.deepEqual({ expires_in, token_type }, { expires_in: 3600, token_type: 'Bearer' });
  const { scope, exp = 0, iat = 0, token_use, version, jti } = decodeJwt(tokenOf(answer));
  assert.deepEqual(
    { scope, token_use, version },
    { scope: 'service/prompts service/admin', token_use: 'access', version: 2 },
  );
  assert.equal(exp - iat, 3600);
  assert.ok(jti);
});

const REFUSED: readonly [name: string, form: Record<string, string>, headers: Record<string, string>, error: string][] =
  [
    ['no credential', { grant_type: 'client_credentials' }, {}, 'invalid_client'],
    [
      'a wrong secret',
      { grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'x' },
      {},
      'invalid_client',
    ],
    [
      'an unknown client',
      { grant_type: 'client_credentials', client_id: 'x', client_secret: 'secret-1' },
      {},
      'invalid_client',
    ],
    [
      'a malformed Basic header',
      { grant_type: 'client_credentials' },
      { authorization: 'Basic %%%' },
      'invalid_client',
    ],
    ['no grant type', {}, BASIC, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, BASIC, 'unsupported_grant_type'],
    [
      'a scope that the client may not have',
      { grant_type: 'client_credentials', scope: 'service/root' },
      BASIC,
      'invalid_scope',
    ],
  ];
for (const [name, form, headers, error] of REFUSED) {
  test(`fails with ${error} for ${name}`, async (t) => {
    const { askToken } = await setUp(t);
    assert.deepEqual(await askToken(form, headers), { status: 400, body: { error } });
  });
}

test('fails for GET of the token endpoint', async (t) => {
  const { issuer } = await setUp(t);
  assert.equal((await issuer({ method: 'GET', path: '/oauth2/token', headers: {}, body: '' })).status, 405);
});

test('the configuration says where the endpoints are', async (t) => {
  const { issuer } = await setUp(t);
  const { body } = await issuer({ method: 'GET', path: '/.well-known/openid-configuration', headers: {}, body: '' });
  const { jwks_uri, token_endpoint } = body as Record<string, unknown>;
  assert.deepEqual([jwks_uri, token_endpoint], [`${ISSUER}/.well-known/jwks.json`, `${ISSUER}/oauth2/token`]);
});

test('the key survives a restart, is private to its owner, and its secret half is never published', async (t) => {
  const { folder, key, issuer } = await setUp(t);
  assert.deepEqual((await loadSigningKey(folder)).publicJwk, key.publicJwk);
  assert.equal((await stat(join(folder, 'signing-key.json'))).mode & 0o777, 0o600);
  const { body } = await issuer({ method: 'GET', path: '/.well-known/jwks.json', headers: {}, body: '' });
  assert.deepEqual(Object.keys((body as { keys: object[] }).keys[0] ?? {}).sort(), [
    'alg',
    'e',
    'kid',
    'kty',
    'n',
    'use',
  ]);
});
