import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { openGovernedProduct } from './open-governed-product.ts';
import { openTokenSigner } from './open-token-signer.ts';
import { readJson } from './read-json.ts';

const product = await openGovernedProduct({ after });
const { claims, keyId, sign } = await openTokenSigner(product);
const storeKey = async (facts?: Partial<ApiKeyRecord>): Promise<string> => (await product.storeKey(facts)).key;

const unsigned = (): string =>
  `${[{ alg: 'none', kid: keyId }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

const call = (method: string, path: string, credential: string, header = 'authorization') =>
  fetch(`${product.baseUrl}${path}`, {
    method,
    headers: { [header]: header === 'authorization' ? `Bearer ${credential}` : credential },
  });

describe('a caller at the front door', () => {
  const accepted: readonly (readonly [string, () => Promise<string>])[] = [
    ['an API key', () => storeKey()],
    ['an access token', () => sign({})],
  ];
  for (const [what, credential] of accepted) {
    for (const header of ['authorization', 'x-api-key']) {
      it(`is let in with ${what} in ${header}`, async () => {
        assert.equal((await call('GET', '/v1/models', await credential(), header)).status, 200);
      });
    }
  }

  const refused: readonly (readonly [string, () => Promise<string> | string, number, string])[] = [
    ['a token that has expired', () => sign({ exp: Math.floor(Date.now() / 1000) - 60 }), 401, 'token_expired'],
    ['a token of another issuer', () => sign({ iss: 'https://elsewhere.example' }), 401, 'invalid_credentials'],
    ['a token of an unknown client', () => sign({ client_id: 'x' }), 401, 'invalid_credentials'],
    ['a token without the scope', () => sign({ scope: 'headless-claude/other' }), 403, 'permission_denied'],
    ['a token that nobody signed (alg none)', unsigned, 401, 'invalid_credentials'],
    ['an ID token', () => sign({ token_use: 'id' }), 401, 'invalid_credentials'],
    ['a revoked API key', () => storeKey({ revokedAtMs: 1 }), 401, 'invalid_credentials'],
    ['an expired API key', () => storeKey({ expiresAtMs: 1 }), 401, 'invalid_credentials'],
    ['an API key without the scope', () => storeKey({ scopes: [] }), 403, 'permission_denied'],
    ['an API key that is not stored', () => `hck_${'x'.repeat(43)}`, 401, 'invalid_credentials'],
    ['garbage', () => 'garbage that is no credential', 401, 'invalid_credentials'],
  ];
  for (const [what, credential, status, code] of refused) {
    it(`fails with ${status} ${code} with ${what}`, async () => {
      const text = await credential();
      const response = await call('GET', '/v1/prompts', text);
      const json = await readJson(response);
      assert.deepEqual([response.status, json.code], [status, code]);
      assert.ok(response.headers.get('request-id'));
      assert.ok(!JSON.stringify(json).includes(text.slice(14)), 'the answer does not repeat the credential');
    });
  }

  it('finds nothing of another tenant', async () => {
    const mine = await readJson(
      await product.call('POST', '/v1/prompts', { prompt: '[[say: mine]]', model: 'haiku', profile: 'chat' }),
    );
    const other = await storeKey();
    const path = `/v1/prompts/${mine.id}`;
    assert.equal((await call('GET', path, other)).status, 404);
    assert.equal((await call('DELETE', path, other)).status, 404);
    assert.deepEqual((await readJson(await call('GET', '/v1/prompts', other))).data, []);
    assert.equal((await readJson(await call('GET', '/v1/usage', other))).total.requests, 0);
    assert.equal((await product.call('GET', path)).status, 200);
  });
});
