import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeTenant } from '#core/tenants/change-tenant.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';

let tenants = 0;

const newTenant = (more: Partial<Tenant> = {}): Tenant => {
  tenants += 1;
  const id = `ten_${process.pid}_${String(tenants).padStart(4, '0')}`;
  return { id, name: 'Acme', tier: 'standard', createdAtMs: 1_795_348_800_000, version: 1, ...more };
};

/** What every `TenantStore` promises. */
export const testTenantStore = (createStore: () => TenantStore): void => {
  test('a tenant is found as it was created', async () => {
    const store = createStore();
    const tenant = newTenant({
      disabledAtMs: 5,
      limits: { requestsPerMinute: 3, concurrentRuns: 2 },
      budgets: { perDayMicroUsd: 5, raise: { perDayMicroUsd: 9, untilMs: 7 } },
    });
    assert.equal(await store.create(tenant), true);
    assert.deepEqual(await store.get(tenant.id), tenant);
    assert.equal(await store.get('ten_none'), undefined);
  });

  test('a second tenant of an id is not created, and the first stays', async () => {
    const store = createStore();
    const tenant = newTenant();
    await store.create(tenant);
    assert.equal(await store.create({ ...tenant, name: 'another' }), false);
    assert.deepEqual(await store.get(tenant.id), tenant);
  });

  test('a tenant is replaced only by who has seen what it is', async () => {
    const store = createStore();
    const tenant = newTenant({ limits: { requestsPerDay: 1 } });
    assert.equal(await store.replace(tenant), undefined);
    await store.create(tenant);
    const { limits: _, ...unlimited } = tenant;
    assert.deepEqual(await store.replace(unlimited), { ...unlimited, version: 2 });
    assert.equal(await store.replace({ ...tenant, name: 'late' }), undefined);
    assert.deepEqual(await store.get(tenant.id), { ...unlimited, version: 2 });
  });

  test('of changes at the same time none is lost', async () => {
    const store = createStore();
    const tenant = newTenant();
    await store.create(tenant);
    await Promise.all([
      changeTenant(store, tenant.id, (now) => ({ ...now, name: 'renamed' })),
      changeTenant(store, tenant.id, (now) => ({ ...now, disabledAtMs: 9 })),
      changeTenant(store, tenant.id, (now) => ({ ...now, tier: 'premium' })),
    ]);
    assert.deepEqual(await store.get(tenant.id), {
      ...{ ...tenant, name: 'renamed', disabledAtMs: 9, tier: 'premium', version: 4 },
    });
  });

  test('a tenant that others have changed since it was read is not deleted', async () => {
    const store = createStore();
    const tenant = newTenant();
    await store.create(tenant);
    const changed = await store.replace(tenant);
    assert.equal(await store.delete(tenant), false);
    assert.deepEqual(await store.get(tenant.id), changed);
    assert.equal(changed && (await store.delete(changed)), true);
  });

  test('fails to change a tenant that is not there', async () => {
    await assert.rejects(
      changeTenant(createStore(), 'ten_none', (now) => now),
      { code: 'not_found' },
    );
  });

  test('all tenants are listed page by page, and none that was deleted', async () => {
    const store = createStore();
    const made = Array.from({ length: 5 }, () => newTenant());
    for (const tenant of made) await store.create(tenant);
    const [, deleted] = made;
    assert.ok(deleted);
    assert.equal(await store.delete(deleted), true);
    assert.equal(await store.delete(deleted), false);
    const listed: Tenant[] = [];
    let after: string | undefined;
    for (let hasMore = true; hasMore; ) {
      const page = await store.list({ limit: 2, ...(after !== undefined && { after }) });
      assert.ok(page.tenants.length <= 2);
      listed.push(...page.tenants);
      ({ hasMore } = page);
      after = page.lastId;
    }
    const ids = new Set(made.map(({ id }) => id));
    assert.deepEqual(
      listed.filter(({ id }) => ids.has(id)),
      made.filter((tenant) => tenant !== deleted),
    );
  });
};
