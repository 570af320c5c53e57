import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { type Authenticator, createAuthenticator } from '#adapters/tokens/authenticate.ts';
import { parseSettings } from '#core/settings.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { createMemoryAssignmentStore } from '#test/fakes/memory-assignment-store.ts';
import { createMemoryTenantStore } from '#test/fakes/memory-tenant-store.ts';
import { createTestIssuer } from './test-issuer.ts';

let authenticate: Authenticator;
let token: string;
let key: string;
const assignments = createMemoryAssignmentStore();
before(async () => {
  const issuer = await createTestIssuer();
  const store = createMemoryApiKeyStore();
  const made = newApiKey();
  await store.create(made.record);
  const tenants = createMemoryTenantStore();
  await tenants.create({ id: 'tenant-1', name: '', tier: 'basic', createdAtMs: 0, version: 1 });
  key = made.key;
  token = await issuer.sign();
  authenticate = createAuthenticator({
    verifyAccessToken: createAccessTokenVerifier(issuer.trust),
    verifyApiKey: createApiKeyVerifier(store, createFakeClock()),
    scopePrefix: 'headless-claude/',
    tenants,
    assignments,
    settings: parseSettings({}),
  });
});

test('either credential is accepted in either header, whatever the case of its name', async () => {
  for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
    assert.equal((await authenticate({ [name]: `Bearer ${token}` })).kind, 'client');
    assert.equal((await authenticate({ [name]: `bearer ${key}` })).kind, 'api_key');
  }
  for (const name of ['x-api-key', 'X-Api-Key']) {
    assert.equal((await authenticate({ [name]: token })).kind, 'client');
    assert.equal((await authenticate({ [name]: key })).kind, 'api_key');
  }
});

test('the same credential may stand in both headers', async () => {
  assert.equal((await authenticate({ authorization: `Bearer ${key}`, 'x-api-key': key })).kind, 'api_key');
});

test('an empty header counts as none', async () => {
  assert.equal((await authenticate({ authorization: `Bearer ${key}`, 'x-api-key': '' })).kind, 'api_key');
});

test('fails for two different credentials, though both are good', async () => {
  await assert.rejects(authenticate({ authorization: `Bearer ${token}`, 'x-api-key': key }), {
    code: 'invalid_credentials',
    message: /two different credentials/,
  });
});

for (const headers of [{}, { authorization: '' }, { 'x-api-key': '  ' }, { cookie: 'a=b' }]) {
  test(`fails for no credential: ${JSON.stringify(headers)}`, async () => {
    await assert.rejects(authenticate(headers), { code: 'invalid_credentials', message: /no credential/ });
  });
}

for (const authorization of ['Basic YTpi', 'Bearer', 'hck_without_scheme', 'Bearer two words']) {
  test(`fails for Authorization: ${authorization}`, async () => {
    await assert.rejects(authenticate({ authorization }), { code: 'invalid_credentials', message: /word Bearer/ });
  });
}

test('fails for garbage', async () => {
  await assert.rejects(authenticate({ 'x-api-key': 'garbage' }), { code: 'invalid_credentials' });
});

test('a token speaks for the tenant that its client is assigned to, from the next request on and as long as it is', async () => {
  const tenantOf = async () => (await authenticate({ authorization: `Bearer ${token}` })).tenantId;
  assert.equal(await tenantOf(), 'client:client-1');
  await assignments.assign({ principalId: 'client:client-1', tenantId: 'tenant-1', assignedAtMs: 0 });
  assert.equal(await tenantOf(), 'tenant-1');
  await assignments.remove('tenant-1', 'client:client-1');
  assert.equal(await tenantOf(), 'client:client-1');
});
