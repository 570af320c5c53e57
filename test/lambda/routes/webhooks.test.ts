import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const ADDRESS = 'https://example.com/hooks';

const open = () => {
  const api = createTestApi();
  const { call, ports, deliveryQueue } = api;
  const at =
    (method: string, suffix = '') =>
    (id: string, body?: object, caller = ALICE) =>
      call(method, `/v1/webhooks/{id}${suffix}`, { pathParameters: { id }, ...(body && { body }), caller });
  return {
    ...api,
    create: (body: object = {}, caller = ALICE) =>
      call('POST', '/v1/webhooks', { body: { url: ADDRESS, ...body }, caller }),
    list: (query: Record<string, string> = {}, caller = ALICE) => call('GET', '/v1/webhooks', { query, caller }),
    get: at('GET'),
    patch: at('PATCH'),
    remove: at('DELETE'),
    secret: at('GET', '/secret'),
    rotate: at('POST', '/rotate'),
    sendTest: at('POST', '/test'),
    replay: at('POST', '/replay'),
    deliveries: (id: string, query: Record<string, string> = {}) =>
      call('GET', '/v1/webhooks/{id}/deliveries', { pathParameters: { id }, query }),
    delivery: (id: string, deliveryId: string) =>
      call('GET', '/v1/webhooks/{id}/deliveries/{delivery_id}', {
        pathParameters: { id, delivery_id: deliveryId },
      }),
    /** Lets a delivery end. */
    end: async (webhookId: string, deliveryId: string, status: 'succeeded' | 'failed') => {
      const found = await ports.deliveries.get(ALICE.tenantId, webhookId, deliveryId);
      const { nextAttemptAtMs: _n, checkAtMs: _c, ...delivery } = found ?? assert.fail();
      await ports.deliveries.replace({ ...delivery, status });
    },
    /** Keeps an event as publishing does. */
    store: (id: string, type: 'job.completed' | 'job.failed' | 'webhook.test' = 'job.completed') =>
      ports.events.add({
        ...{ id, tenantId: ALICE.tenantId, type, createdAtMs: ports.clock(), body: '{}' },
        expiresAtSeconds: ports.clock() / 1000 + 1_000_000,
      }),
    deliveryQueue,
  };
};

describe('a webhook', () => {
  test('is created with a secret, which is shown then and never again', async () => {
    const { create, get, list, patch, records, reports } = open();
    const { status, json } = await create({ events: ['job.failed', 'job.failed'], description: ' orders ' });
    assert.equal(status, 200);
    assert.deepEqual(
      [json.id, json.url, json.events, json.description, json.status, json.metadata],
      ['whe_000001', ADDRESS, ['job.failed'], 'orders', 'active', {}],
    );
    assert.match(json.secret, /^whsec_[\w+/]{43}=$/);
    const shown = [await get(json.id), await list(), await patch(json.id, { metadata: { a: 'b' } })];
    for (const { text } of shown) assert.ok(!text.includes('whsec_') && !text.includes('secret"'));
    assert.ok(!JSON.stringify([records, reports]).includes('whsec_'));
  });

  test('is changed by what is given, and null takes away', async () => {
    const { create, patch } = open();
    const { json: created } = await create({ events: ['job.failed'], description: 'orders', metadata: { a: 'b' } });
    const { json } = await patch(created.id, { url: 'https://new.example/', events: null, description: null });
    assert.deepEqual(
      [json.url, json.events, json.description, json.metadata],
      ['https://new.example/', null, null, { a: 'b' }],
    );
    const { json: disabled } = await patch(created.id, { disabled: true });
    assert.deepEqual([disabled.status, disabled.disabled_reason], ['disabled', 'requested']);
    const { json: enabled } = await patch(created.id, { disabled: false });
    assert.deepEqual([enabled.status, enabled.disabled_at, enabled.disabled_reason], ['active', null, null]);
  });

  test('is deleted once', async () => {
    const { create, get, remove } = open();
    const { id } = (await create()).json;
    assert.deepEqual((await remove(id)).json, { id, object: 'webhook', deleted: true });
    assert.deepEqual([(await remove(id)).status, (await get(id)).status], [404, 404]);
  });

  test('gets a new secret, beside which the old one signs for as long as was asked', async () => {
    const { create, rotate, ports, clock } = open();
    const { id, secret } = (await create()).json;
    const { json } = await rotate(id, { grace_hours: 72 });
    assert.notEqual(json.secret, secret);
    assert.equal(json.previous_secret_valid_until, new Date(clock() + 72 * 3_600_000).toISOString());
    assert.equal((await ports.webhooks.get(ALICE.tenantId, id))?.previousSecret, secret);
    const { json: again } = await rotate(id, {});
    assert.equal(again.previous_secret_valid_until, new Date(clock() + 24 * 3_600_000).toISOString());
    assert.equal((await rotate(id, { grace_hours: 0 })).json.previous_secret_valid_until, null);
    assert.equal((await rotate(id, { grace_hours: 73 })).status, 400);
  });

  test('may be one of twenty', async () => {
    const { create, list, remove } = open();
    for (let count = 0; count < 20; count += 1) assert.equal((await create()).status, 200);
    const { status, json } = await create();
    assert.deepEqual([status, json.code], [409, 'conflict']);
    assert.equal((await create({}, STRANGER)).status, 200);
    const { json: page } = await list({ limit: '15' });
    assert.deepEqual([page.data.length, page.has_more, page.last_id], [15, true, 'whe_000015']);
    assert.equal((await list({ limit: '15', after: page.last_id })).json.data.length, 5);
    await remove('whe_000001');
    assert.equal((await create()).status, 200);
  });

  test('is never one too many, also of those that are made at once', async () => {
    const { create, list } = open();
    await Promise.all(Array.from({ length: 30 }, () => create()));
    assert.ok((await list({ limit: '100' })).json.data.length <= 20);
  });

  for (const [body, pointer] of [
    [{ url: 'http://example.com/' }, '/url'],
    [{ url: 'https://169.254.169.254/' }, '/url'],
    [{ url: `https://example.com/${'x'.repeat(2048)}` }, '/url'],
    [{ events: [] }, '/events'],
    [{ events: ['job.started'] }, '/events/0'],
    [{ events: ['webhook.test'] }, '/events/0'],
    [{ description: 'a\u0007b' }, '/description'],
    [{ metadata: { a: 1 } }, '/metadata/a'],
    [{ secret: 'mine' }, ''],
  ] as const) {
    test(`fails to be created with ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const { status, json } = await open().create(body);
      assert.deepEqual([status, json.code, json.errors[0].pointer], [400, 'invalid_request', pointer]);
    });
  }

  test('fails to be given an address that is not public', async () => {
    const { create, patch, get } = open();
    const { id } = (await create()).json;
    assert.equal((await patch(id, { url: 'https://10.0.0.1/' })).status, 400);
    assert.equal((await get(id)).json.url, ADDRESS);
  });
});

describe('the built-in webhook', () => {
  test('has a secret that can be read, the same each time, until it is rotated', async () => {
    const { secret, rotate, list, get } = open();
    const first = (await secret('default')).json;
    assert.deepEqual(Object.keys(first), ['object', 'webhook_id', 'secret']);
    assert.equal((await secret('default')).json.secret, first.secret);
    const { json } = await rotate('default', {});
    assert.notEqual(json.secret, first.secret);
    assert.equal((await secret('default')).json.secret, json.secret);
    assert.notEqual((await secret('default', undefined, STRANGER)).json.secret, json.secret);
    assert.deepEqual((await list()).json.data, []);
    assert.deepEqual([(await get('default')).json.id, (await get('default')).json.url], ['default', null]);
  });

  test('fails to be changed, deleted, tested or replayed to', async () => {
    const { patch, remove, sendTest, replay } = open();
    const range = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
    const answers = [
      await patch('default', { disabled: true }),
      await remove('default'),
      await sendTest('default'),
      await replay('default', range),
    ];
    for (const { status, json } of answers) assert.deepEqual([status, json.code], [400, 'invalid_request']);
  });

  test('is the only one whose secret can be read', async () => {
    const { create, secret } = open();
    const { id } = (await create()).json;
    const { status, text } = await secret(id);
    assert.deepEqual([status, text.includes('whsec_')], [404, false]);
  });
});

describe('a test event', () => {
  test('is sent to the webhook that it was asked for, whatever that is told of', async () => {
    const { create, sendTest, deliveryQueue, ports } = open();
    const { id } = (await create({ events: ['budget.exceeded'] })).json;
    await create();
    const { status, json } = await sendTest(id);
    assert.deepEqual([status, json.status, json.event_type, json.webhook_id], [200, 'pending', 'webhook.test', id]);
    assert.deepEqual(
      deliveryQueue.sent.map(({ message, afterSeconds }) => [message.deliveryId, afterSeconds]),
      [[json.id, 0]],
    );
    const event = await ports.events.get(ALICE.tenantId, { id: json.event_id, createdAtMs: ports.clock() });
    assert.deepEqual(JSON.parse(event?.body ?? '').data, { webhook_id: id, tenant_id: ALICE.tenantId });
  });

  test('fails for a webhook that is disabled', async () => {
    const { create, patch, sendTest } = open();
    const { id } = (await create()).json;
    await patch(id, { disabled: true });
    const { status, json } = await sendTest(id);
    assert.deepEqual([status, json.code], [409, 'conflict']);
  });
});

describe('deliveries', () => {
  test('are listed by webhook and status, and read one by one', async () => {
    const { create, sendTest, deliveries, delivery, end, clock } = open();
    const { id } = (await create()).json;
    const { json: first } = await sendTest(id);
    clock.advance(1_000);
    const { json: second } = await sendTest(id);
    await end(id, first.id, 'failed');
    const idsOf = async (query: Record<string, string>) =>
      (await deliveries(id, query)).json.data.map((one: { id: string }) => one.id);
    assert.deepEqual(await idsOf({}), [second.id, first.id]);
    assert.deepEqual(await idsOf({ status: 'failed' }), [first.id]);
    assert.deepEqual(await idsOf({ limit: '1', after: second.id }), [first.id]);
    assert.equal((await delivery(id, first.id)).json.status, 'failed');
    assert.equal((await delivery(id, 'whd_none')).status, 404);
    assert.equal((await deliveries(id, { status: 'lost' })).status, 400);
    assert.equal((await deliveries('whe_none')).status, 404);
  });
});

describe('a replay', () => {
  const range = { from: '2026-11-22T12:00:00Z', to: '2026-11-22T12:00:10Z' };

  test('tells again what was told, and what was not, of that time and no other', async () => {
    const { create, replay, store, deliveries, deliveryQueue, clock, end } = open();
    const { id } = (await create({ events: ['job.completed'] })).json;
    await store('evt_1');
    await store('evt_2', 'job.failed');
    await store('evt_3', 'webhook.test');
    clock.advance(11_000);
    await store('evt_late');
    const { json } = await replay(id, range);
    assert.deepEqual(json, {
      ...{ object: 'webhook_replay', webhook_id: id, replayed: 1, has_more: false, next_after: null },
    });
    const [delivery, ...others] = (await deliveries(id)).json.data;
    assert.deepEqual([delivery.event_id, delivery.status, others], ['evt_1', 'pending', []]);
    await end(id, delivery.id, 'succeeded');
    await replay(id, range);
    const again = (await deliveries(id)).json.data;
    assert.deepEqual([again.length, again[0].id, again[0].status], [1, delivery.id, 'pending']);
    assert.equal(deliveryQueue.sent.length, 2);
  });

  test('goes on where the one before has ended', async () => {
    const { create, replay, store, deliveries, clock } = open();
    const { id } = (await create()).json;
    for (const event of ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']) {
      await store(event);
      if (event === 'evt_3') clock.advance(5);
    }
    let after: string | null | undefined;
    let replayed = 0;
    for (let times = 0; after !== null; times += 1) {
      assert.ok(times < 4);
      const { json } = await replay(id, { ...range, limit: 2, ...(after !== undefined && { after }) });
      replayed += json.replayed;
      after = json.next_after;
    }
    assert.deepEqual([replayed, (await deliveries(id)).json.data.length], [5, 5]);
  });

  for (const [why, body, status] of [
    ['ends before it begins', { from: range.to, to: range.from }, 400],
    ['wants too many', { ...range, limit: 101 }, 400],
    ['goes on after nothing', { ...range, after: 'evt_1' }, 400],
    ['has no time', { from: 'yesterday', to: range.to }, 400],
  ] as const) {
    test(`fails if it ${why}`, async () => {
      const { create, replay } = open();
      const { id } = (await create()).json;
      assert.equal((await replay(id, body)).status, status);
    });
  }

  test('fails to a webhook that is disabled', async () => {
    const { create, replay, patch } = open();
    const { id } = (await create()).json;
    await patch(id, { disabled: true });
    assert.equal((await replay(id, range)).json.code, 'conflict');
  });
});

test('fails for the id of another tenant as for one that there is not', async () => {
  const { create, get, patch, remove, rotate, sendTest } = open();
  const { id } = (await create()).json;
  for (const attempt of [get, patch, remove, rotate, sendTest]) {
    const foreign = await attempt(id, {}, STRANGER);
    const absent = await attempt('whe_none', {}, STRANGER);
    assert.deepEqual([foreign.status, foreign.json.code], [404, 'not_found']);
    assert.equal(foreign.text.replaceAll(id, ''), absent.text.replaceAll('whe_none', ''));
  }
  assert.equal((await get(id)).json.status, 'active');
});

test('a secret is not told again to who sends the request again', async () => {
  const { call } = open();
  const request = { body: { url: ADDRESS }, headers: { 'idempotency-key': 'a' } };
  assert.equal((await call('POST', '/v1/webhooks', request)).status, 200);
  const { status, json, text } = await call('POST', '/v1/webhooks', request);
  assert.deepEqual([status, json.code, text.includes('whsec_')], [409, 'idempotency_not_replayable', false]);
});
