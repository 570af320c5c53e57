import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { usageIncrement } from '#core/usage/usage-increment.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { createMemoryAuditLog } from '#test/fakes/memory-audit-log.ts';
import { createMemoryMeterKeys } from '#test/fakes/memory-meter-keys.ts';
import { newSchedule } from '#test/fakes/schedules.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { createTestAdmin } from '#test/fakes/test-admin.ts';

const ACME = { name: 'Acme', tier: 'basic', budgets: { per_month_usd: 100 }, limits: { requests_per_minute: 30 } };

const start = async (overrides = {}) => {
  const admin = createTestAdmin(overrides);
  const { json } = await admin.call('POST', '/admin/tenants', ACME);
  const path = `/admin/tenants/${json.id}`;
  return { ...admin, acme: json, path, patch: (body: object) => admin.call('PATCH', path, body) };
};

const NO_LIMITS = { requests_per_minute: null, tokens_per_minute: null, requests_per_day: null, concurrent_runs: null };
const NO_BUDGETS = { per_day_usd: null, per_month_usd: null, per_run_usd: null, raise: null };

describe('a tenant', () => {
  test('is created, read, changed and deleted', async () => {
    const { call, acme, path, patch } = await start();
    assert.match(acme.id, /^ten_/);
    assert.deepEqual(acme, {
      ...{ id: acme.id, object: 'tenant', name: 'Acme', tier: 'basic', disabled: false, disabled_at: null },
      limits: { ...NO_LIMITS, requests_per_minute: 30 },
      budgets: { ...NO_BUDGETS, per_month_usd: 100 },
      created_at: '2026-11-22T12:00:00.000Z',
    });
    assert.deepEqual((await call('GET', path)).json, acme);
    const { json } = await patch({ name: 'ACME' });
    assert.deepEqual(json, { ...acme, name: 'ACME' });
    const { id } = acme;
    assert.deepEqual((await call('DELETE', path)).json, { id, object: 'tenant', deleted: true });
    for (const method of ['GET', 'DELETE']) assert.equal((await call(method, path)).status, 404);
    assert.equal((await patch({ name: 'x' })).status, 404);
  });

  test('has the default tier, and neither limits nor budgets of its own, unless they are set', async () => {
    const { json } = await createTestAdmin().call('POST', '/admin/tenants', { name: 'Plain' });
    assert.deepEqual([json.tier, json.limits, json.budgets], ['standard', NO_LIMITS, NO_BUDGETS]);
  });

  test('is changed member by member: what is left out stays, null takes away', async () => {
    const { patch } = await start();
    const { json } = await patch({
      limits: { concurrent_runs: 2 },
      budgets: { per_day_usd: 5.5, per_month_usd: null },
    });
    assert.deepEqual(json.limits, { ...NO_LIMITS, requests_per_minute: 30, concurrent_runs: 2 });
    assert.deepEqual(json.budgets, { ...NO_BUDGETS, per_day_usd: 5.5 });
  });

  test('may have its budget raised until a time', async () => {
    const { patch } = await start();
    const raise = { per_month_usd: 500, until: '2026-12-01T00:00:00+01:00' };
    const { json } = await patch({ budgets: { raise } });
    assert.deepEqual(json.budgets, {
      ...{ ...NO_BUDGETS, per_month_usd: 100 },
      raise: { per_day_usd: null, per_month_usd: 500, until: '2026-11-30T23:00:00.000Z' },
    });
    assert.equal((await patch({ budgets: { raise: null } })).json.budgets.raise, null);
  });

  test('is disabled and enabled again; when that happened first is kept', async () => {
    const { patch, clock } = await start();
    assert.equal((await patch({ disabled: true })).json.disabled_at, '2026-11-22T12:00:00.000Z');
    clock.advance(60_000);
    assert.equal((await patch({ disabled: true })).json.disabled_at, '2026-11-22T12:00:00.000Z');
    const { json } = await patch({ disabled: false });
    assert.deepEqual([json.disabled, json.disabled_at], [false, null]);
  });

  test('may be a Cognito user or client that is known by that id, once', async () => {
    const { call } = createTestAdmin();
    const body = { id: 'client:abc123', name: 'The machine' };
    assert.equal((await call('POST', '/admin/tenants', body)).json.id, 'client:abc123');
    const { status, json } = await call('POST', '/admin/tenants', body);
    assert.deepEqual([status, json.code], [409, 'conflict']);
  });

  test('is listed with the others, page by page', async () => {
    const { call } = createTestAdmin();
    for (const name of ['a', 'b', 'c']) await call('POST', '/admin/tenants', { name });
    const first = (await call('GET', '/admin/tenants', undefined, { query: { limit: '2' } })).json;
    const query = { limit: '2', after: first.last_id };
    const second = (await call('GET', '/admin/tenants', undefined, { query })).json;
    const names = [first, second].map(({ data }) => data.map(({ name }: { name: string }) => name));
    assert.deepEqual([names, first.has_more, second.has_more], [[['a', 'b'], ['c']], true, false]);
  });

  for (const body of [
    ...[{}, { name: '' }, { name: 'x', id: 'ten_mine' }, { name: 'x', tier: 'gold' }, { name: 'x', admin: true }],
    ...[{ limits: { requests_per_minute: 0 } }, { limits: { requests: 1 } }].map((more) => ({ name: 'x', ...more })),
    ...[
      ...[{ tier: 'constructor' }, { tier: '__proto__' }, { tier: 'toString' }, { limits: { concurrent_runs: 1e10 } }],
      ...[-1, 1e12, 1e308].map((per_day_usd) => ({ budgets: { per_day_usd } })),
      ...[
        ...[{ per_day_usd: 1 }, { until: '2026-12-01T00:00:00Z' }, { per_day_usd: 1, until: '2026-11-22T12:00:00Z' }],
        { per_day_usd: null, until: '2026-12-01T00:00:00Z' },
      ].map((raise) => ({ budgets: { raise } })),
    ].map((more) => ({ name: 'x', ...more })),
  ]) {
    test(`fails to be created as ${JSON.stringify(body)}`, async () => {
      const { call, ports } = createTestAdmin();
      assert.equal((await call('POST', '/admin/tenants', body)).status, 400);
      assert.deepEqual((await ports.tenants.list({ limit: 1 })).tenants, []);
      assert.deepEqual((await call('GET', '/admin/audit')).json.data, []);
    });
  }

  test('fails to be deleted while others change it, and is deleted afterwards', async () => {
    const audit = createMemoryAuditLog();
    const { call, path, patch, ports } = await start({ audit });
    const changing = createTestAdmin({
      ...ports,
      audit: {
        ...audit,
        append: async (record) => void ((await patch({ name: 'x' })) && (await audit.append(record))),
      },
    });
    assert.equal((await changing.call('DELETE', path)).status, 409);
    assert.equal((await call('GET', path)).json.name, 'x');
    assert.equal((await call('DELETE', path)).status, 200);
  });

  test('fails to be found by an id that no tenant can have', async () => {
    assert.equal((await createTestAdmin().call('GET', `/admin/tenants/${'x'.repeat(3000)}`)).status, 404);
  });
});

describe("a tenant's tier", () => {
  const newKey = async ({ call, path }: Awaited<ReturnType<typeof start>>, name: string) =>
    (await call('POST', `${path}/keys`, { name })).json.id;

  test('is that of the plan in which its keys are metered', async () => {
    const admin = await start();
    const [kept, revoked] = [await newKey(admin, 'a'), await newKey(admin, 'b')];
    await admin.call('DELETE', `${admin.path}/keys/${revoked}`);
    assert.deepEqual([...admin.meterKeys.tiers], [[`gateway-${kept}`, 'basic']]);
    await admin.patch({ tier: 'premium' });
    assert.deepEqual([...admin.meterKeys.tiers], [[`gateway-${kept}`, 'premium']]);
    await admin.call('DELETE', admin.path);
    assert.deepEqual([...admin.meterKeys.tiers], []);
  });

  test('that is not in the settings any more keeps it from nothing, and its new keys are metered by the default', async () => {
    const admin = await start();
    const old = await newKey(admin, 'a');
    const tenant = await admin.ports.tenants.get(admin.path.split('/').at(-1) ?? '');
    assert.ok(tenant);
    await admin.ports.tenants.replace({ ...tenant, tier: 'gold' });
    // Its plan went with its tier.
    admin.meterKeys.tiers.set(`gateway-${old}`, 'standard');
    assert.equal((await admin.patch({ disabled: true })).status, 200);
    assert.equal((await admin.patch({ disabled: false, budgets: { per_day_usd: 1 } })).status, 200);
    const added = await newKey(admin, 'b');
    assert.equal(admin.meterKeys.tiers.get(`gateway-${added}`), 'standard');
    assert.equal((await admin.patch({ tier: 'premium' })).json.tier, 'premium');
    assert.deepEqual([...admin.meterKeys.tiers.values()], ['premium', 'premium']);
  });

  test('stays what it was if its keys cannot be moved', async () => {
    const admin = await start({ meterKeys: crashing(createMemoryMeterKeys(), 'move', 'before') });
    await newKey(admin, 'a');
    assert.equal((await admin.patch({ tier: 'premium' })).status, 500);
    assert.equal((await admin.call('GET', admin.path)).json.tier, 'basic');
  });
});

test('a tenant that is deleted takes its schedules with it, before it goes itself', async () => {
  const { call, ports } = createTestAdmin();
  const { id } = (await call('POST', '/admin/tenants', { name: 'x' })).json;
  await ports.schedules.create(newSchedule({ tenantId: id }));
  const failing = createTestAdmin({ ...ports, scheduler: crashing(ports.scheduler, 'remove', 'before') });
  assert.equal((await failing.call('DELETE', `/admin/tenants/${id}`)).status, 500);
  assert.equal((await call('GET', `/admin/tenants/${id}`)).status, 200);
  assert.equal((await call('DELETE', `/admin/tenants/${id}`)).status, 200);
  assert.equal(await ports.schedules.count(id), 0);
});

test('the keys of a tenant that was deleted are no keys of one that has its id later', async () => {
  const { call, verify } = createTestAdmin();
  const body = { id: 'user:1', name: 'x' };
  await call('POST', '/admin/tenants', body);
  const { key } = (await call('POST', '/admin/tenants/user:1/keys', { name: 'k' })).json;
  await verify(key);
  await call('DELETE', '/admin/tenants/user:1');
  await call('POST', '/admin/tenants', body);
  await assert.rejects(verify(key), { code: 'invalid_credentials' });
});

describe('every act', () => {
  test('is recorded: who did what, when, in which request, and what was before and after', async () => {
    const { call, acme, path, patch, clock } = await start();
    clock.advance(1_000);
    const { json: changed } = await patch({ tier: 'premium' });
    await call('DELETE', path);
    const { json } = await call('GET', '/admin/audit');
    const common = {
      object: 'audit_record',
      actor: 'user:anna',
      tenant_id: acme.id,
      key_id: null,
      request_id: 'request-1',
    };
    assert.deepEqual(
      json.data.map(({ id: _, ...record }: { id: string }) => record),
      [
        { ...common, action: 'tenant.deleted', created_at: '2026-11-22T12:00:01.000Z', before: changed, after: null },
        { ...common, action: 'tenant.updated', created_at: '2026-11-22T12:00:01.000Z', before: acme, after: changed },
        { ...common, action: 'tenant.created', created_at: '2026-11-22T12:00:00.000Z', before: null, after: acme },
      ],
    );
  });

  test('is not done if it cannot be recorded', async () => {
    const { call, ports } = createTestAdmin({ audit: crashing(createMemoryAuditLog(), 'append', 'before') });
    assert.equal((await call('POST', '/admin/tenants', ACME)).status, 500);
    assert.deepEqual((await ports.tenants.list({ limit: 1 })).tenants, []);
  });

  test('that others come before is recorded again: the last that each has recorded is what was done, and to what', async () => {
    const { call, patch } = await start();
    const amounts = [1, 2, 3, 4, 5, 6, 7, 8];
    const answers = await Promise.all(amounts.map((amount) => patch({ budgets: { per_day_usd: amount } })));
    for (const { status } of answers) assert.equal(status, 200);
    const { data } = (await call('GET', '/admin/audit', undefined, { query: { limit: '100' } })).json;
    type State = { readonly budgets: { readonly per_day_usd: number | null } } | null;
    const amountOf = (state: State) => state?.budgets.per_day_usd;
    const done = new Map(
      data
        .toReversed()
        .map(({ before, after }: Record<'before' | 'after', State>) => [amountOf(after), amountOf(before)]),
    );
    assert.deepEqual(
      amounts.map((amount) => done.get(amount)),
      [null, 1, 2, 3, 4, 5, 6, 7],
    );
  });

  test('is listed by month, page by page, newest first', async () => {
    const { call, clock } = createTestAdmin();
    for (const name of ['a', 'b', 'c']) await call('POST', '/admin/tenants', { name });
    clock.advance(30 * 86_400_000);
    await call('POST', '/admin/tenants', { name: 'later' });
    const list = async (query: Record<string, string>) =>
      (await call('GET', '/admin/audit', undefined, { query })).json;
    const names = ({ data }: { data: readonly { after: { name: string } }[] }) => data.map(({ after }) => after.name);
    assert.deepEqual(names(await list({})), ['later']);
    const first = await list({ month: '2026-11', limit: '2' });
    const second = await list({ month: '2026-11', limit: '2', after: first.last_id });
    assert.deepEqual([names(first), first.has_more, names(second), second.has_more], [['c', 'b'], true, ['a'], false]);
    assert.equal((await call('GET', '/admin/audit', undefined, { query: { month: '2026-13' } })).status, 400);
  });

  test('that creates is done once for an Idempotency-Key', async () => {
    const { call, ports } = createTestAdmin();
    const request = { headers: { 'idempotency-key': 'once' } };
    const first = await call('POST', '/admin/tenants', ACME, request);
    const second = await call('POST', '/admin/tenants', ACME, request);
    assert.deepEqual([second.json, second.headers['idempotent-replayed']], [first.json, 'true']);
    assert.equal((await ports.tenants.list({ limit: 10 })).tenants.length, 1);
  });
});

test('GET /admin/tiers says what each tier allows', async () => {
  const { json } = await createTestAdmin().call('GET', '/admin/tiers');
  assert.deepEqual(json.data[0], {
    ...{ id: 'basic', object: 'tier', is_default: false },
    tenant_limits: { ...NO_LIMITS, requests_per_minute: 60 },
    caller_limits: { ...NO_LIMITS, requests_per_minute: 20 },
  });
  assert.deepEqual(
    json.data.map(({ id }: { id: string }) => id),
    ['basic', 'standard', 'premium'],
  );
});

describe('usage of all tenants', () => {
  const withUsage = async () => {
    const admin = createTestAdmin();
    const { prompt } = await admitted(createFakePorts(createScriptedRunner([])).ports);
    for (const tenantId of ['tenant-2', 'tenant-1', 'tenant-3']) {
      await admin.ports.usage.add(usageIncrement({ ...prompt, tenantId }));
    }
    return admin;
  };

  test('is listed for a month, page by page, also of tenants without a record', async () => {
    const { call } = await withUsage();
    const list = async (query: Record<string, string>) =>
      (await call('GET', '/admin/usage', undefined, { query })).json;
    const first = await list({ limit: '2' });
    assert.deepEqual(
      first.data.map(({ id, month, requests }: Record<string, unknown>) => [id, month, requests]),
      [
        ['tenant-1', '2026-11', 1],
        ['tenant-2', '2026-11', 1],
      ],
    );
    const second = await list({ limit: '2', after: first.last_id });
    assert.deepEqual([first.has_more, second.data.length, second.has_more], [true, 1, false]);
    assert.deepEqual((await list({ month: '2026-10' })).data, []);
  });

  test('of one is told apart as that tenant itself may, as JSON or CSV', async () => {
    const { call } = await withUsage();
    const path = '/admin/tenants/tenant-2/usage';
    const request = { query: { group_by: 'key' } };
    assert.deepEqual((await call('GET', path, undefined, request)).json.total.requests, 1);
    const csv = await call('GET', path, undefined, { ...request, headers: { accept: 'text/csv' } });
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
    assert.match(csv.text, /^key,input_tokens,.*\r\nkey:alice,0,/);
  });
});
