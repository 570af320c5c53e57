import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import { sweepDeliveries } from '#core/webhooks/sweep-deliveries.ts';
import { DEFAULT_WEBHOOK_ID } from '#core/webhooks/webhook.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { openWebhooks, TENANT } from './open-webhooks.ts';

test('every webhook that wants it is told of an event, and nobody else', async () => {
  const { create, publish, drain, posts, ports, clock } = openWebhooks();
  const all = await create({ url: 'https://all.example/' });
  const jobs = await create({ url: 'https://jobs.example/', events: ['job.completed', 'job.failed'] });
  const budgets = await create({ url: 'https://budgets.example/', events: ['budget.exceeded'] });
  const disabled = await create({ url: 'https://disabled.example/' });
  await ports.webhooks.replace({ ...disabled, disabled: { atMs: clock(), reason: 'requested' } });
  await create({ url: 'https://stranger.example/' }, 'tenant-2');
  await publish({ id: 'evt_job' });
  await publish({ id: 'evt_budget', type: 'budget.exceeded' });
  await drain();
  assert.deepEqual(
    posts.map(({ id, url, secrets }) => [id, url, secrets]),
    [
      ['evt_job', all.url, [all.secret]],
      ['evt_job', jobs.url, [jobs.secret]],
      ['evt_budget', all.url, [all.secret]],
      ['evt_budget', budgets.url, [budgets.secret]],
    ],
  );
});

test('an address of a job’s own is told too, signed by the built-in webhook', async () => {
  const { create, publish, drain, posts, ports, deliveriesOf } = openWebhooks();
  await publish({}, 'https://job.example/');
  await create();
  await publish({}, 'https://job.example/');
  await drain();
  const builtIn = await ports.webhooks.get(TENANT, DEFAULT_WEBHOOK_ID);
  const own = posts.filter(({ url }) => url === 'https://job.example/');
  assert.deepEqual(
    own.map(({ secrets }) => secrets),
    [[builtIn?.secret], [builtIn?.secret]],
  );
  assert.equal(posts.length, 3);
  assert.equal((await deliveriesOf(DEFAULT_WEBHOOK_ID)).length, 2);
});

test('an event that is published again is not told again', async () => {
  const { create, publish, drain, posts } = openWebhooks();
  await create();
  const event = await publish({}, 'https://job.example/');
  await publish(event, 'https://job.example/');
  await drain();
  await publish({ ...event, data: { changed: true } }, 'https://job.example/');
  await drain();
  assert.equal(posts.length, 2);
});

test('what is sent is what was published first, to the byte', async () => {
  const { create, publish, drain, posts, receiver } = openWebhooks();
  await create();
  receiver.answer = async () => ({ kind: 'failed', error: 'down' });
  const event = await publish();
  await publish({ ...event, data: { changed: true } });
  await drain();
  assert.equal(posts.length, 10);
  assert.deepEqual([...new Set(posts.map(({ id, body }) => `${id} ${body}`))].length, 1);
  assert.deepEqual(JSON.parse(posts[0]?.body ?? '').data, event.data);
});

test('of a tenant without webhooks nothing is stored', async () => {
  const { ports, publish, queue, clock } = openWebhooks();
  const event = await publish();
  assert.equal(await ports.events.get(TENANT, event), undefined);
  assert.deepEqual([queue.sent, clock() > 0], [[], true]);
});

test('killed at any step, publishing is finished by whoever repeats it, and each webhook is told once', async () => {
  for (let nth = 1, wasKilled = true; wasKilled; nth += 1) {
    for (const when of ['before', 'after'] as const) {
      const world = openWebhooks();
      await world.create({ url: 'https://one.example/' });
      await world.create({ url: 'https://two.example/' });
      const event = {
        id: 'evt_1',
        type: 'job.failed',
        tenantId: TENANT,
        createdAtMs: world.clock(),
        data: {},
      } as const;
      const { webhooks, deliveries, events, deliveryQueue } = world.ports;
      const dying = killedAt({ webhooks, deliveries, events, deliveryQueue }, nth, when);
      const publish = (ports: object) =>
        createPublishEvent({ ...world.ports, ...ports })(event, 'https://job.example/');
      await publish(dying.stores).catch(() => undefined);
      wasKilled = dying.isDead();
      await publish({});
      world.clock.advance(3_600_000);
      await sweepDeliveries(world.ports, world.clock());
      await world.drain();
      const told = world.posts.map(({ url }) => url).toSorted();
      assert.deepEqual(
        told,
        ['https://job.example/', 'https://one.example/', 'https://two.example/'],
        `${nth} ${when}`,
      );
    }
  }
});
