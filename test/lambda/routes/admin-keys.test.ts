import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crashing } from '#test/fakes/crashing.ts';
import { createMemoryMeterKeys } from '#test/fakes/memory-meter-keys.ts';
import { createTestAdmin } from '#test/fakes/test-admin.ts';

const start = async (overrides = {}) => {
  const admin = createTestAdmin(overrides);
  const tenant = { name: 'Acme', limits: { requests_per_minute: 30 }, budgets: { per_month_usd: 100 } };
  const { id: tenantId } = (await admin.call('POST', '/admin/tenants', tenant)).json;
  const path = `/admin/tenants/${tenantId}/keys`;
  const create = (body: object = {}, request = {}) => admin.call('POST', path, { name: 'laptop', ...body }, request);
  return { ...admin, tenantId, path, create };
};

const withKey = async (body: object = {}) => {
  const admin = await start();
  const { key, ...record } = (await admin.create(body)).json;
  const path = `${admin.path}/${record.id}`;
  const isAccepted = (text = key): Promise<boolean> =>
    admin.verify(text).then(
      () => true,
      () => false,
    );
  return { ...admin, key, record, path, isAccepted, patch: (changes: object) => admin.call('PATCH', path, changes) };
};

const REFUSED = { code: 'invalid_credentials' };

describe('an API key', () => {
  test('is created, shown once, and works at once', async () => {
    const { call, verify, tenantId, key, record, path } = await withKey();
    assert.match(key, /^hck_[\w-]{43}$/);
    assert.deepEqual(record, {
      ...{ id: record.id, object: 'api_key', tenant_id: tenantId, name: 'laptop', prefix: key.slice(0, 14) },
      ...{ status: 'active', scopes: ['prompts'], models: null, profiles: null },
      limits: { requests_per_minute: null, tokens_per_minute: null, requests_per_day: null, concurrent_runs: null },
      budgets: { per_day_usd: null, per_month_usd: null, per_run_usd: null, raise: null },
      created_at: '2026-11-22T12:00:00.000Z',
      ...{ expires_at: null, disabled_at: null, revoked_at: null, previous_valid_until: null },
    });
    assert.match(record.id, /^key_/);
    assert.equal((await verify(key)).id, record.id);
    const read = await call('GET', path);
    assert.deepEqual(read.json, record);
    for (const { text } of [read, await call('GET', '/admin/audit')]) assert.ok(!text.includes(key.slice(14)));
  });

  test('is limited when it is created, models by id or alias', async () => {
    const { record } = await withKey({
      ...{ scopes: [], models: ['haiku'], profiles: ['chat'], expires_at: '2026-12-01T00:00:00Z' },
      ...{ limits: { requests_per_minute: 5 }, budgets: { per_day_usd: 1, per_month_usd: 20 } },
    });
    assert.deepEqual(
      [record.scopes, record.models, record.profiles, record.expires_at],
      [[], ['claude-haiku-5-5'], ['chat'], '2026-12-01T00:00:00.000Z'],
    );
    assert.deepEqual([record.limits.requests_per_minute, record.budgets.per_day_usd], [5, 1]);
  });

  test('is changed member by member', async () => {
    const { record, patch } = await withKey({ models: ['haiku'], limits: { requests_per_minute: 5 } });
    const { json } = await patch({
      name: 'desktop',
      models: null,
      profiles: ['agent'],
      limits: { concurrent_runs: 1 },
    });
    assert.deepEqual(json, {
      ...record,
      ...{ name: 'desktop', models: null, profiles: ['agent'] },
      limits: { ...record.limits, concurrent_runs: 1 },
    });
    assert.deepEqual((await patch({ name: 'laptop' })).json.profiles, ['agent']);
  });

  test('expires', async () => {
    const { call, path, clock, isAccepted, patch } = await withKey({ expires_at: '2026-11-22T12:01:00Z' });
    clock.advance(60_000);
    assert.deepEqual([await isAccepted(), (await call('GET', path)).json.status], [false, 'expired']);
    await patch({ expires_at: null });
    assert.equal(await isAccepted(), true);
  });

  test('is disabled and enabled', async () => {
    const { isAccepted, patch } = await withKey();
    assert.equal((await patch({ disabled: true })).json.status, 'disabled');
    assert.equal(await isAccepted(), false);
    assert.equal((await patch({ disabled: false })).json.status, 'active');
    assert.equal(await isAccepted(), true);
  });

  test('is rotated: both secrets work until the grace period ends', async () => {
    const { call, path, clock, key, record, isAccepted } = await withKey();
    const { json } = await call('POST', `${path}/rotate`, { grace_seconds: 60 });
    const { key: newKey, ...rotated } = json;
    assert.deepEqual(rotated, { ...record, previous_valid_until: '2026-11-22T12:01:00.000Z' });
    assert.deepEqual([newKey === key, newKey.slice(0, 14)], [false, key.slice(0, 14)]);
    assert.deepEqual([await isAccepted(), await isAccepted(newKey)], [true, true]);
    clock.advance(60_000);
    assert.deepEqual([await isAccepted(), await isAccepted(newKey)], [false, true]);
    assert.equal((await call('GET', path)).json.previous_valid_until, null);
  });

  test('that is rotated without grace stops working at once', async () => {
    const { call, path, isAccepted } = await withKey();
    await call('POST', `${path}/rotate`, { grace_seconds: 0 });
    assert.equal(await isAccepted(), false);
  });

  test('is revoked for ever, and taken out of its usage plan', async () => {
    const { call, path, verify, key, patch, meterKeys } = await withKey();
    assert.equal(meterKeys.tiers.size, 1);
    const { json } = await call('DELETE', path);
    assert.deepEqual([json.status, json.revoked_at], ['revoked', '2026-11-22T12:00:00.000Z']);
    await assert.rejects(verify(key), REFUSED);
    assert.equal(meterKeys.tiers.size, 0);
    assert.deepEqual((await call('DELETE', path)).json, json, 'again');
    for (const change of [patch({ disabled: false }), call('POST', `${path}/rotate`, {})]) {
      const { status, json: problem } = await change;
      assert.deepEqual([status, problem.code], [409, 'conflict']);
    }
  });

  test('is listed with the others of its tenant, oldest first', async () => {
    const { call, create, path } = await start();
    const other = (await call('POST', '/admin/tenants', { name: 'Other' })).json.id;
    await call('POST', `/admin/tenants/${other}/keys`, { name: 'theirs' });
    for (const name of ['a', 'b', 'c']) await create({ name });
    const list = async (query: Record<string, string>) => (await call('GET', path, undefined, { query })).json;
    const names = ({ data }: { data: readonly { name: string }[] }) => data.map(({ name }) => name);
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', after: first.last_id });
    assert.deepEqual([names(first), first.has_more, names(second), second.has_more], [['a', 'b'], true, ['c'], false]);
  });

  for (const body of [
    ...[{ name: '' }, { scopes: ['admin'] }, { profiles: [] }, { profiles: ['root'] }, { models: ['gpt'] }],
    ...[{ expires_at: 'tomorrow' }, { key: 'hck_mine' }, { tier: 'premium' }],
    // The tenant has 30 requests a minute, and $100 a month.
    ...[{ limits: { requests_per_minute: 31 } }, { budgets: { per_month_usd: 100.5 } }],
    { budgets: { raise: { per_month_usd: 101, until: '2026-12-01T00:00:00Z' } } },
    // It is the 22nd of November, 12:00.
    ...[{ expires_at: '2026-11-22T12:00:00Z' }, { name: 'a\u0000b' }, { name: 'a\ud800' }, { name: 'a\nb' }],
  ]) {
    test(`fails to be created as ${JSON.stringify(body)}`, async () => {
      const { create, ports, tenantId } = await start();
      assert.equal((await create(body)).status, 400);
      assert.deepEqual((await ports.apiKeys.list(tenantId, { limit: 1 })).keys, []);
    });
  }

  test('that stands above its tenant, which was lowered, is disabled, renamed and narrowed', async () => {
    const { call, tenantId, path, patch } = await withKey({
      ...{ limits: { requests_per_minute: 20 }, budgets: { per_month_usd: 50 } },
    });
    const lower = { limits: { requests_per_minute: 10 }, budgets: { per_month_usd: 5 } };
    assert.equal((await call('PATCH', `/admin/tenants/${tenantId}`, lower)).status, 200);
    for (const change of [
      { disabled: true },
      { name: 'x' },
      { models: ['haiku'] },
      { limits: { concurrent_runs: 1 } },
    ]) {
      assert.equal((await patch(change)).status, 200, JSON.stringify(change));
    }
    const { status, json } = await patch({ budgets: { per_month_usd: 6 } });
    assert.deepEqual([status, json.errors[0].pointer], [400, '/budgets/per_month_usd']);
    assert.deepEqual((await call('GET', path)).json.budgets.per_month_usd, 50);
  });

  test('fails to be found, changed or revoked through another tenant, or if there is none', async () => {
    const { call, record, isAccepted } = await withKey();
    const other = (await call('POST', '/admin/tenants', { name: 'Other' })).json.id;
    for (const path of [`/admin/tenants/${other}/keys/${record.id}`, '/admin/tenants/ten_none/keys/key_none']) {
      assert.equal((await call('GET', path)).status, 404);
      assert.equal((await call('PATCH', path, { disabled: true })).status, 404);
      assert.equal((await call('POST', `${path}/rotate`, {})).status, 404);
      assert.equal((await call('DELETE', path)).status, 404);
    }
    assert.equal((await call('POST', '/admin/tenants/ten_none/keys', { name: 'x' })).status, 404);
    assert.equal(await isAccepted(), true);
  });
});

describe('a failure half-way', () => {
  test('leaves no key that could be used: neither ours nor one in a usage plan', async () => {
    for (const when of ['before', 'after'] as const) {
      const { create, ports, tenantId } = await start({ meterKeys: crashing(createMemoryMeterKeys(), 'create', when) });
      assert.equal((await create()).status, 500);
      const [left] = (await ports.apiKeys.list(tenantId, { limit: 1 })).keys;
      assert.deepEqual([left?.disabledAtMs, left?.usageIdentifierKey], [Date.UTC(2026, 10, 22, 12), undefined]);
    }
  });

  test('of a revocation leaves a key that is refused, and the rest to a repetition', async () => {
    const meterKeys = createMemoryMeterKeys();
    const { call, create, path, verify, ports } = await start({ meterKeys });
    const { id, key } = (await create()).json;
    const working = ports.meterKeys;
    const failing = createTestAdmin({ ...ports, meterKeys: crashing(working, 'delete', 'before') });
    assert.equal((await failing.call('DELETE', `${path}/${id}`)).status, 500);
    await assert.rejects(verify(key), REFUSED);
    assert.equal(meterKeys.tiers.size, 1);
    assert.equal((await call('DELETE', `${path}/${id}`)).status, 200);
    assert.equal(meterKeys.tiers.size, 0);
  });
});

test('the secret of a key is not kept for an Idempotency-Key, and the key is made once', async () => {
  const { call, create, path } = await start();
  const request = { headers: { 'idempotency-key': 'once' } };
  assert.equal((await create({}, request)).status, 200);
  const { status, json, text } = await create({}, request);
  assert.deepEqual([status, json.code], [409, 'idempotency_not_replayable']);
  assert.doesNotMatch(text, /hck_/);
  assert.equal((await call('GET', path)).json.data.length, 1);
});

test('of acts on a key at the same time, the last that each has recorded is what was done, and to what', async () => {
  const { call, patch } = await withKey();
  const names = Array.from({ length: 4 }, (_, index) => `name-${index}`);
  for (const { status } of await Promise.all(names.map((name) => patch({ name })))) assert.equal(status, 200);
  const { data } = (await call('GET', '/admin/audit')).json;
  const updates = data.filter(({ action }: { action: string }) => action === 'key.updated');
  const done = new Map(
    updates
      .toReversed()
      .map(({ before, after }: Record<'before' | 'after', { name: string }>) => [after.name, before.name]),
  );
  assert.deepEqual(
    names.map((name) => done.get(name)),
    ['laptop', 'name-0', 'name-1', 'name-2'],
  );
});

test('acts on keys are recorded with the key', async () => {
  const { call, path, record, patch } = await withKey();
  await patch({ disabled: true });
  await call('POST', `${path}/rotate`, {});
  await call('DELETE', path);
  const { data } = (await call('GET', '/admin/audit')).json;
  assert.deepEqual(
    data
      .slice(0, 4)
      .map(({ action, key_id, before, after }: Record<string, unknown>) => [
        ...[action, key_id],
        ...[before, after].map((state) => (state as { status?: string } | null)?.status),
      ]),
    [
      ['key.revoked', record.id, 'disabled', 'revoked'],
      ['key.rotated', record.id, 'disabled', 'disabled'],
      ['key.updated', record.id, 'active', 'disabled'],
      ['key.created', record.id, undefined, 'active'],
    ],
  );
});
