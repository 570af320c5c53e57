import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { findCaller, type KnownCaller } from '#core/auth/find-caller.ts';
import { parseSettings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { createMemoryAssignmentStore } from '#test/fakes/memory-assignment-store.ts';
import { createMemoryTenantStore } from '#test/fakes/memory-tenant-store.ts';

const TENANT: Tenant = { id: 'tenant-1', name: 'Acme', tier: 'premium', createdAtMs: 0, version: 1 };
const REFUSED = { name: 'ServiceError', code: 'invalid_credentials' };

const start = (settings = {}) => ({
  ...{ apiKeys: createMemoryApiKeyStore(), tenants: createMemoryTenantStore() },
  ...{ assignments: createMemoryAssignmentStore(), settings: parseSettings(settings), clock: createFakeClock() },
});

describe('a caller by an API key', () => {
  const open = async (more: Partial<ApiKeyRecord> = {}, tenant: Partial<Tenant> | null = {}) => {
    const ports = start();
    const key = { ...newApiKey().record, ...more };
    await ports.apiKeys.create(key);
    if (tenant) await ports.tenants.create({ ...TENANT, ...tenant });
    const caller: KnownCaller = { kind: 'api_key', id: key.id, tenantId: 'tenant-1', scopes: ['prompts', 'admin'] };
    return { ports, caller };
  };

  test('may do what its key and tenant may now, not what they could when it was let in', async () => {
    const { ports, caller } = await open({ models: ['claude-haiku-4-5'], limits: { concurrentRuns: 1 } });
    const { tenantId, scopes, tier, models, quota } = await findCaller(caller, ports);
    assert.deepEqual(
      { tenantId, scopes, tier, models, quota },
      {
        ...{ tenantId: 'tenant-1', scopes: ['prompts'], tier: 'premium', models: ['claude-haiku-4-5'] },
        quota: { limits: { concurrentRuns: 1 } },
      },
    );
  });

  for (const [what, more, tenant] of [
    ['was revoked', { revokedAtMs: 1 }, {}],
    ['is disabled', { disabledAtMs: 1 }, {}],
    ['has expired', { expiresAtMs: 1 }, {}],
    ['may send no prompts any more', { scopes: [] as string[] }, {}],
    ['has no tenant any more', {}, null],
    ['has a tenant that is disabled', {}, { disabledAtMs: 1 }],
  ] as const) {
    test(`fails if that ${what}`, async () => {
      const { ports, caller } = await open(more, tenant);
      await assert.rejects(findCaller(caller, ports), REFUSED);
    });
  }

  test('fails if that is not there, or is another tenant’s', async () => {
    const { ports, caller } = await open();
    await assert.rejects(findCaller({ ...caller, id: 'key_none' }, ports), REFUSED);
    await assert.rejects(findCaller({ ...caller, tenantId: 'tenant-2' }, ports), REFUSED);
  });
});

describe('a Cognito user', () => {
  const OWN: KnownCaller = { kind: 'user', id: 'user:1', tenantId: 'user:1', scopes: ['prompts'] };
  const ASSIGNED = { ...OWN, tenantId: 'tenant-1' };
  const assignment = { principalId: 'user:1', tenantId: 'tenant-1', assignedAtMs: 0 };

  test('is a tenant of its own, with the scopes that it had', async () => {
    assert.deepEqual(await findCaller(OWN, start()), { ...OWN, tier: 'standard' });
  });

  test('belongs to the tenant that it is assigned to', async () => {
    const ports = start();
    await ports.tenants.create(TENANT);
    await ports.assignments.assign(assignment);
    assert.deepEqual(await findCaller(ASSIGNED, ports), { ...ASSIGNED, tier: 'premium', tenantQuota: {} });
  });

  test('fails once that was assigned to another tenant, or is no longer assigned', async () => {
    const ports = start();
    await ports.tenants.create(TENANT);
    await assert.rejects(findCaller(ASSIGNED, ports), { ...REFUSED, message: /belongs to another tenant now/ });
    await ports.assignments.assign(assignment);
    await assert.rejects(findCaller(OWN, ports), REFUSED);
  });

  test('fails once the deployment refuses those that it does not know', async () => {
    await assert.rejects(findCaller(OWN, start({ unknownPrincipals: 'refuse' })), REFUSED);
  });

  for (const [what, tenant] of [
    ['is disabled', { ...TENANT, disabledAtMs: 1 }],
    ['is not there any more', undefined],
  ] as const) {
    test(`fails if the tenant that it is assigned to ${what}`, async () => {
      const ports = start();
      if (tenant) await ports.tenants.create(tenant);
      await ports.assignments.assign(assignment);
      await assert.rejects(findCaller(ASSIGNED, ports), REFUSED);
    });
  }
});
