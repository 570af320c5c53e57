import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenPrincipal } from '#adapters/tokens/token-principal.ts';

const OPTIONS = { scopePrefix: 'headless-claude/', tier: 'standard' };

test('a token of client_credentials speaks for the client', () => {
  const claims = { sub: 'client-1', client_id: 'client-1', scope: 'headless-claude/prompts headless-claude/admin' };
  assert.deepEqual(tokenPrincipal(claims, OPTIONS), {
    kind: 'client',
    id: 'client:client-1',
    tenantId: 'client:client-1',
    scopes: ['prompts', 'admin'],
    tier: 'standard',
  });
});

test('a token of a login speaks for the user, whichever client it came through', () => {
  const principal = tokenPrincipal({ sub: 'user-1', client_id: 'client-1', scope: '' }, OPTIONS);
  assert.equal(principal.kind, 'user');
  assert.equal(principal.tenantId, 'user:user-1');
});

test('scopes of other resource servers give nothing here', () => {
  const scope = 'openid admin other/admin headless-claude-evil/admin  headless-claude/prompts';
  assert.deepEqual(tokenPrincipal({ sub: 'a', client_id: 'a', scope }, OPTIONS).scopes, ['prompts']);
});
