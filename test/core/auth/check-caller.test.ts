import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { checkCaller } from '#core/auth/check-caller.ts';
import { parseSettings, type SettingsInput } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { createMemoryAssignmentStore } from '#test/fakes/memory-assignment-store.ts';
import { createMemoryTenantStore } from '#test/fakes/memory-tenant-store.ts';

const TENANT: Tenant = { id: 'tenant-1', name: 'Acme', tier: 'standard', createdAtMs: 0, version: 1 };

interface Stored {
  readonly key?: Partial<ApiKeyRecord>;
  readonly tenant?: Partial<Tenant>;
  /** The tenant that the user belongs to. */
  readonly assignedTo?: string;
  readonly settings?: SettingsInput;
}

const start = async ({ key = {}, tenant, assignedTo, settings = {} }: Stored) => {
  const stores = {
    apiKeys: createMemoryApiKeyStore(),
    tenants: createMemoryTenantStore(),
    assignments: createMemoryAssignmentStore(),
  };
  const { record } = newApiKey();
  await stores.apiKeys.create({ ...record, ...key });
  if (tenant) await stores.tenants.create({ ...TENANT, ...tenant });
  if (assignedTo !== undefined) {
    await stores.assignments.assign({ principalId: 'user:1', tenantId: assignedTo, assignedAtMs: 0 });
  }
  const ports = { ...stores, settings: parseSettings(settings), clock: createFakeClock() };
  return {
    keyId: record.id,
    check: (principalId: string, tenantId = 'tenant-1') => checkCaller({ principalId, tenantId }, ports),
  };
};

const isRefused = (message: RegExp) => ({ code: 'invalid_credentials', message });

describe('an API key', () => {
  test('would still be let in when nothing has changed', async () => {
    const { check, keyId } = await start({ tenant: {} });
    await check(keyId);
  });

  for (const [what, stored, message] of [
    ['was revoked', { key: { revokedAtMs: 1 }, tenant: {} }, /key was revoked/],
    ['was disabled', { key: { disabledAtMs: 1 }, tenant: {} }, /key is disabled/],
    ['has expired', { key: { expiresAtMs: 1 }, tenant: {} }, /key expired on 1970/],
    ['is of a tenant that was disabled', { tenant: { disabledAtMs: 1 } }, /tenant of this credential is disabled/],
    ['is of a tenant that was deleted', {}, /tenant of this API key is not there any more/],
  ] as const satisfies readonly (readonly [string, Stored, RegExp])[]) {
    test(`fails when it ${what}`, async () => {
      const { check, keyId } = await start(stored);
      await assert.rejects(check(keyId), isRefused(message));
    });
  }

  test('fails when it is not there', async () => {
    const { check } = await start({ tenant: {} });
    await assert.rejects(check('key_other'), isRefused(/no such API key/));
  });
});

describe('a Cognito user', () => {
  test('would still be let in as a tenant of its own, or of the tenant that it is assigned to', async () => {
    await (await start({})).check('user:1', 'user:1');
    await (await start({ tenant: {}, assignedTo: 'tenant-1' })).check('user:1');
  });

  for (const [what, stored, tenantId, message] of [
    ['is assigned to another tenant', { tenant: {}, assignedTo: 'tenant-2' }, 'tenant-1', /does not belong to this/],
    ['is assigned to no tenant', { tenant: {} }, 'tenant-1', /does not belong to this/],
    ['was a tenant of its own', { tenant: {}, assignedTo: 'tenant-1' }, 'user:1', /not there any more/],
    ['has a tenant that was disabled', { tenant: { disabledAtMs: 1 }, assignedTo: 'tenant-1' }, 'tenant-1', /disabled/],
    ['has a tenant that was deleted', { assignedTo: 'tenant-1' }, 'tenant-1', /not there any more/],
    ['is not known', { settings: { unknownPrincipals: 'refuse' } }, 'user:1', /does not know user:1/],
  ] as const satisfies readonly (readonly [string, Stored, string, RegExp])[]) {
    test(`fails when it ${what}`, async () => {
      const { check } = await start(stored);
      await assert.rejects(check('user:1', tenantId), isRefused(message));
    });
  }
});
