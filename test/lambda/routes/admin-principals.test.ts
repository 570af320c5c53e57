import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crashing } from '#test/fakes/crashing.ts';
import { createMemoryAuditLog } from '#test/fakes/memory-audit-log.ts';
import { createTestAdmin } from '#test/fakes/test-admin.ts';

const ANNA = 'user:0f1e-2d';

/** Two tenants, and what is called of the principals of each. */
const start = async () => {
  const admin = createTestAdmin();
  const { call } = admin;
  const newPath = async (name: string) => {
    const { id } = (await call('POST', '/admin/tenants', { name })).json;
    return `/admin/tenants/${id}/principals`;
  };
  const [acme, other] = [await newPath('Acme'), await newPath('Other')];
  const list = async (path: string) => (await call('GET', path)).json.data.map(({ id }: { readonly id: string }) => id);
  return { ...admin, acme, other, list };
};

describe('a Cognito user or client', () => {
  test('is assigned to a tenant, listed there, and removed', async () => {
    const { call, acme, list } = await start();
    const [, , , tenantId] = acme.split('/');
    const { json } = await call('POST', acme, { id: ANNA });
    const assigned_at = '2026-11-22T12:00:00.000Z';
    assert.deepEqual(json, { id: ANNA, object: 'principal', tenant_id: tenantId, assigned_at });
    await call('POST', acme, { id: 'client:abc123' });
    assert.deepEqual(await list(acme), ['client:abc123', ANNA]);
    const removed = await call('DELETE', `${acme}/${ANNA}`);
    assert.deepEqual(removed.json, { id: ANNA, object: 'principal', deleted: true });
    assert.deepEqual(await list(acme), ['client:abc123']);
    assert.equal((await call('DELETE', `${acme}/${ANNA}`)).status, 404);
  });

  test('belongs to one tenant at most: the last that it was assigned to', async () => {
    const { call, acme, other, list } = await start();
    await call('POST', acme, { id: ANNA });
    await call('POST', other, { id: ANNA });
    assert.deepEqual([await list(acme), await list(other)], [[], [ANNA]]);
    const { status, json } = await call('DELETE', `${acme}/${ANNA}`);
    assert.deepEqual([status, json.code], [404, 'not_found']);
    assert.match(json.detail, /does not belong to the tenant/);
    assert.deepEqual(await list(other), [ANNA]);
  });

  test('stays with a tenant that is deleted, and can be removed from it', async () => {
    const { call, acme, list } = await start();
    await call('POST', acme, { id: ANNA });
    await call('DELETE', acme.replace('/principals', ''));
    assert.deepEqual(await list(acme), [ANNA]);
    assert.equal((await call('DELETE', `${acme}/${ANNA}`)).status, 200);
    assert.deepEqual(await list(acme), []);
  });

  test('fails to be assigned to a tenant that is not there', async () => {
    const { call, ports } = await start();
    const { status, json } = await call('POST', '/admin/tenants/ten_none/principals', { id: ANNA });
    assert.deepEqual([status, json.detail], [404, 'There is no tenant "ten_none".']);
    assert.equal(await ports.assignments.find(ANNA), undefined);
  });

  for (const body of [
    ...['', 'anna', 'user:', 'client:a b', 'key_01kb', 'ten_01kb', `user:${'x'.repeat(129)}`, 5, null].map((id) => ({
      id,
    })),
    ...[{}, { id: ANNA, tenant_id: 'ten_1' }],
  ]) {
    test(`fails to be assigned as ${JSON.stringify(body)}`, async () => {
      const { call, acme, list } = await start();
      const { status, json } = await call('POST', acme, body);
      assert.deepEqual([status, json.code], [400, 'invalid_request']);
      if (typeof body.id === 'string' && Object.keys(body).length === 1) {
        assert.match(json.detail, /must be user:<sub> or client:<client id>/);
      }
      assert.deepEqual(await list(acme), []);
    });
  }
});

describe('every assignment', () => {
  test('is recorded, with where the principal was before', async () => {
    const { call, acme, other } = await start();
    const { json: former } = await call('POST', acme, { id: ANNA });
    const { json: latter } = await call('POST', other, { id: ANNA });
    await call('DELETE', `${other}/${ANNA}`);
    const { data } = (await call('GET', '/admin/audit', undefined, { query: { limit: '3' } })).json;
    assert.deepEqual(
      data.map(({ actor, action, tenant_id, before, after }: Record<string, unknown>) => ({
        ...{ actor, action, tenant_id, before, after },
      })),
      [
        { action: 'principal.removed', tenant_id: latter.tenant_id, before: latter, after: null },
        { action: 'principal.assigned', tenant_id: latter.tenant_id, before: former, after: latter },
        { action: 'principal.assigned', tenant_id: former.tenant_id, before: null, after: former },
      ].map((record) => ({ actor: 'user:anna', ...record })),
    );
  });

  test('is not made if it cannot be recorded', async () => {
    const { call, ports } = createTestAdmin();
    const { id } = (await call('POST', '/admin/tenants', { name: 'Acme' })).json;
    const audit = crashing(createMemoryAuditLog(), 'append', 'before');
    const unrecorded = createTestAdmin({ tenants: ports.tenants, audit });
    const { status } = await unrecorded.call('POST', `/admin/tenants/${id}/principals`, { id: ANNA });
    assert.equal(status, 500);
    assert.equal(await unrecorded.ports.assignments.find(ANNA), undefined);
  });
});
