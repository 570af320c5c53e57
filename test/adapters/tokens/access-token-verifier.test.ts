import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { SignJWT } from 'jose';
import { createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { createTestIssuer, type TestIssuer, unsignedToken } from './test-issuer.ts';

let issuer: TestIssuer;
before(async () => {
  issuer = await createTestIssuer();
});

const verify = (token: string) => createAccessTokenVerifier(issuer.trust)(token);

test('a good access token gives its claims', async () => {
  const claims = await verify(await issuer.sign({ scope: 'headless-claude/prompts openid' }));
  assert.equal(claims.sub, 'client-1');
  assert.equal(claims.client_id, 'client-1');
  assert.equal(claims.scope, 'headless-claude/prompts openid');
});

test('a token without scopes has none', async () => {
  assert.equal((await verify(await issuer.sign({ scope: undefined }))).scope, '');
});

const nowSeconds = Math.floor(Date.now() / 1000);
const REFUSED: readonly [name: string, changes: Record<string, unknown>, code: string, message: RegExp][] = [
  ['an expired token', { exp: nowSeconds - 10 }, 'token_expired', /has expired/],
  ['a token that never expires', { exp: undefined }, 'invalid_credentials', /no expiry/],
  ['a token of another issuer', { iss: 'https://other.test' }, 'invalid_credentials', /another issuer/],
  ['an ID token', { token_use: 'id', aud: 'client-1' }, 'invalid_credentials', /ID token/],
  ['a token of no known use', { token_use: undefined }, 'invalid_credentials', /not an access token/],
  ['a token of another client', { client_id: 'client-2' }, 'invalid_credentials', /not accepted here/],
  ['a token that names nobody', { sub: undefined }, 'invalid_credentials', /names nobody/],
];
for (const [name, changes, code, message] of REFUSED) {
  test(`fails for ${name}`, async () => {
    const token = await issuer.sign(changes);
    await assert.rejects(verify(token), { name: 'ServiceError', code, message });
  });
}

test('fails for a token without a signature (alg none)', async () => {
  const token = unsignedToken({
    iss: issuer.trust.issuer,
    sub: 'x',
    client_id: 'client-1',
    token_use: 'access',
    exp: 9e9,
  });
  await assert.rejects(verify(token), { code: 'invalid_credentials', message: /not valid/ });
});

test('fails for a token signed with the public key as a shared secret (HS256)', async () => {
  const token = await new SignJWT({ client_id: 'client-1', token_use: 'access', sub: 'x', exp: 9e9 })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setIssuer(issuer.trust.issuer)
    .sign(Buffer.alloc(32, 'a public key'));
  await assert.rejects(verify(token), { code: 'invalid_credentials' });
});

test('fails for a token of another signer with the same key id', async () => {
  const forger = await createTestIssuer();
  await assert.rejects(verify(await forger.sign()), { code: 'invalid_credentials', message: /not signed/ });
});

test('fails for a token whose claims were changed after signing', async () => {
  const [header, , signature] = (await issuer.sign()).split('.');
  const [, claims] = (await issuer.sign({ scope: 'headless-claude/admin' })).split('.');
  await assert.rejects(verify(`${header}.${claims}.${signature}`), { code: 'invalid_credentials' });
});

for (const garbage of ['', 'x', 'a.b.c', '..', 'é.é.é', 'x'.repeat(100_000)]) {
  test(`fails for ${JSON.stringify(garbage.slice(0, 10))}, which is no token`, async () => {
    await assert.rejects(verify(garbage), { code: 'invalid_credentials' });
  });
}

test('fails as unavailable, not as a wrong credential, when the keys cannot be fetched', async () => {
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: async () => new TextEncoder().encode('oops').buffer } });
  const verifyUnprepared = createAccessTokenVerifier({ ...issuer.trust, jwksCache });
  await assert.rejects(verifyUnprepared(await issuer.sign()), { code: 'unavailable' });
});

test('the error does not repeat the token', async () => {
  const token = await issuer.sign({ client_id: 'client-2' });
  await assert.rejects(verify(token), (error: Error) => !error.message.includes(token.slice(0, 20)));
});
