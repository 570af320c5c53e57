import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeyPrincipal } from '#core/auth/api-key-principal.ts';
import { cognitoPrincipal } from '#core/auth/cognito-principal.ts';
import { parseSettings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';

const settings = parseSettings({});
const TENANT: Tenant = { id: 'tenant-1', name: 'Acme', tier: 'premium', createdAtMs: 0, version: 1 };
const ASSIGNMENT = { principalId: 'user:1', tenantId: 'tenant-1', assignedAtMs: 0 };
const USER = { kind: 'user', id: 'user:1', scopes: ['prompts'] } as const;

test('an API key speaks for its tenant, with what both may use', () => {
  const { record } = newApiKey({
    ...{ id: 'key_1', models: ['claude-opus-5'], profiles: ['chat'], usageIdentifierKey: 'usage-1' },
    limits: { concurrentRuns: 1 },
  });
  const tenant = { ...TENANT, budgets: { perDayMicroUsd: 5 } };
  assert.deepEqual(apiKeyPrincipal(record, tenant, settings), {
    kind: 'api_key',
    id: 'key_1',
    tenantId: 'tenant-1',
    scopes: ['prompts'],
    tier: 'premium',
    models: ['claude-opus-5'],
    profiles: ['chat'],
    quota: { limits: { concurrentRuns: 1 } },
    tenantQuota: { budgets: { perDayMicroUsd: 5 } },
    usageIdentifierKey: 'usage-1',
  });
});

test('a Cognito user is a tenant of its own: with a record as that says, without one by default', () => {
  assert.deepEqual(cognitoPrincipal(USER, undefined, undefined, settings), {
    ...USER,
    tenantId: 'user:1',
    tier: 'standard',
  });
  const own = { ...TENANT, id: 'user:1', limits: { requestsPerDay: 2 } };
  assert.deepEqual(cognitoPrincipal(USER, undefined, own, settings), {
    ...{ ...USER, tenantId: 'user:1', tier: 'premium', tenantQuota: { limits: { requestsPerDay: 2 } } },
  });
});

test('fails for an unknown Cognito user where the deployment refuses such, and lets a known one in', () => {
  const refusing = parseSettings({ unknownPrincipals: 'refuse' });
  assert.throws(() => cognitoPrincipal(USER, undefined, undefined, refusing), {
    ...{ code: 'invalid_credentials', message: /does not know user:1/ },
  });
  assert.equal(cognitoPrincipal(USER, undefined, { ...TENANT, id: 'user:1' }, refusing).tenantId, 'user:1');
});

test('a Cognito user that is assigned to a tenant speaks for that, with its tier, limits and budgets', () => {
  const tenant = { ...TENANT, budgets: { perDayMicroUsd: 5 } };
  assert.deepEqual(cognitoPrincipal(USER, ASSIGNMENT, tenant, settings), {
    ...{ ...USER, tenantId: 'tenant-1', tier: 'premium', tenantQuota: { budgets: { perDayMicroUsd: 5 } } },
  });
});

test('fails for a Cognito user that is assigned to a tenant that is gone, also where strangers are let in', () => {
  assert.throws(() => cognitoPrincipal(USER, ASSIGNMENT, undefined, settings), {
    ...{ code: 'invalid_credentials', message: /tenant of user:1 is not there any more/ },
  });
});

test('fails for every caller of a tenant that is disabled, and for a key whose tenant is gone', () => {
  const { record } = newApiKey();
  const disabled = { ...TENANT, disabledAtMs: 1 };
  assert.throws(() => apiKeyPrincipal(record, disabled, settings), { message: /is disabled/ });
  assert.throws(() => cognitoPrincipal(USER, undefined, disabled, settings), { message: /is disabled/ });
  assert.throws(() => cognitoPrincipal(USER, ASSIGNMENT, disabled, settings), { message: /is disabled/ });
  assert.throws(() => apiKeyPrincipal(record, undefined, settings), { code: 'invalid_credentials' });
});

test('a tier that there is no more is the default tier', () => {
  for (const tier of ['gold', 'constructor', '__proto__']) {
    assert.equal(apiKeyPrincipal(newApiKey().record, { ...TENANT, tier }, settings).tier, 'standard');
  }
});
