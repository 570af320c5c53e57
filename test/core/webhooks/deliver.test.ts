import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deliver } from '#core/webhooks/deliver.ts';
import type { Delivery } from '#core/webhooks/delivery.ts';
import { DELIVERY_POLICY } from '#core/webhooks/delivery-policy.ts';
import { redeliver } from '#core/webhooks/redeliver.ts';
import { rotateWebhook } from '#core/webhooks/rotate-webhook.ts';
import { sweepDeliveries } from '#core/webhooks/sweep-deliveries.ts';
import { updateWebhook } from '#core/webhooks/update-webhook.ts';
import { DEFAULT_WEBHOOK_ID } from '#core/webhooks/webhook.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { answered, openWebhooks, TENANT } from './open-webhooks.ts';

const HOUR_MS = 3_600_000;

/** A webhook, and an event that it is to be told of. */
const openOne = async (overrides: Parameters<typeof openWebhooks>[0] = {}) => {
  const world = openWebhooks(overrides);
  const webhook = await world.create();
  const event = await world.publish();
  const refOf = ({ id }: Delivery) => ({ tenantId: TENANT, webhookId: webhook.id, deliveryId: id });
  const delivery = async (): Promise<Delivery> =>
    (await world.deliveriesOf(webhook.id))[0] ?? assert.fail('no delivery');
  const current = async () => (await world.ports.webhooks.get(TENANT, webhook.id)) ?? assert.fail('no webhook');
  return {
    ...{ ...world, webhook, event, delivery, current },
    redeliver: async () => redeliver(refOf(await delivery()), world.ports),
  };
};

test('a delivery that is taken has succeeded, and is not made again', async () => {
  const { step, delivery, queue, posts, clock } = await openOne();
  const startedAtMs = clock();
  await step();
  const { status, attempts, nextAttemptAtMs, checkAtMs, failure } = await delivery();
  assert.deepEqual(
    [status, attempts, nextAttemptAtMs, checkAtMs, failure],
    ['succeeded', [{ atMs: startedAtMs, latencyMs: 0, status: 204 }], undefined, undefined, undefined],
  );
  assert.deepEqual([queue.sent, posts.length], [[], 1]);
});

test('a receiver that is down is tried ten times in three days, then given up', async () => {
  const { drain, delivery, posts, receiver, clock } = await openOne();
  receiver.answer = async () => {
    clock.advance(15_000);
    return { kind: 'failed', error: 'no answer within 15 s' };
  };
  const startedAtMs = clock();
  await drain();
  const { status, failure, attempts, attemptCount, checkAtMs } = await delivery();
  assert.deepEqual([status, failure, attemptCount, checkAtMs], ['failed', 'exhausted', 10, undefined]);
  assert.deepEqual(attempts[9], {
    ...{ atMs: posts[9]?.madeAtMs ?? 0, latencyMs: 15_000, error: 'no answer within 15 s' },
  });
  const hours = Math.round((clock() - startedAtMs) / HOUR_MS);
  assert.deepEqual([hours, posts.length], [76, 10]);
});

test('a receiver that comes back is told then, and nothing is held against it', async () => {
  const { step, delivery, receiver, current, posts } = await openOne();
  receiver.answer = async () => answered(500);
  await step();
  await step();
  assert.deepEqual([(await delivery()).status, (await current()).failingSinceMs], ['pending', posts[0]?.madeAtMs]);
  receiver.answer = async () => answered(200);
  await step();
  const { status, attempts } = await delivery();
  assert.deepEqual(
    [status, attempts.map(({ status, error }) => [status, error])],
    [
      'succeeded',
      [
        [500, 'answered with 500'],
        [500, 'answered with 500'],
        [200, undefined],
      ],
    ],
  );
  assert.equal((await current()).failingSinceMs, undefined);
});

for (const status of [100, 199, 300, 301, 304, 307, 308, 400, 401, 404, 500, 503, 599]) {
  test(`${status} is a failure, and tried again`, async () => {
    const { step, delivery, receiver, queue } = await openOne();
    receiver.answer = async () => answered(status);
    await step();
    assert.equal((await delivery()).status, 'pending');
    assert.equal(queue.sent.length, 1);
  });
}

test('a receiver that asks for patience is left alone for so long', async () => {
  const { step, receiver, queue } = await openOne();
  receiver.answer = async () => answered(429, '600');
  await step();
  assert.equal(queue.sent[0]?.afterSeconds, 600);
  receiver.answer = async () => answered(503, '999999');
  await step();
  assert.equal(queue.sent[0]?.afterSeconds, 3_600);
});

describe('a webhook', () => {
  test('that says that it is gone is disabled at once, and what waits for it is given up', async () => {
    const { step, drain, delivery, receiver, current, publish, logs, posts, ports, webhook } = await openOne();
    await publish();
    receiver.answer = async () => answered(410);
    await step();
    await drain();
    const deliveries = (await ports.deliveries.list(TENANT, webhook.id, { limit: 9 })).deliveries;
    assert.deepEqual(deliveries.map(({ failure }) => failure).toSorted(), ['gone', 'webhook_disabled']);
    assert.equal((await current()).disabled?.reason, 'gone');
    assert.deepEqual(logs, [
      { level: 'warn', message: 'a webhook was disabled', tenant_id: TENANT, webhook_id: webhook.id, reason: 'gone' },
    ]);
    await publish();
    await drain();
    assert.equal(posts.length, 1);
    assert.notEqual((await delivery()).status, 'succeeded');
  });

  test('that takes nothing for five days is disabled, and told again once it is enabled', async () => {
    const { drain, receiver, current, publish, clock, ports, webhook, posts, logs } = await openOne();
    receiver.answer = async () => answered(500);
    await drain();
    assert.equal((await current()).disabled, undefined);
    clock.advance(48 * HOUR_MS);
    await publish();
    await drain();
    const { disabled } = await current();
    assert.equal(disabled?.reason, 'failing');
    assert.equal(logs.length, 1);
    const enabled = await updateWebhook(TENANT, webhook.id, { disabled: false }, ports);
    assert.deepEqual([enabled.disabled, enabled.failingSinceMs], [undefined, undefined]);
    receiver.answer = async () => answered(200);
    const before = posts.length;
    await publish();
    await drain();
    assert.equal(posts.length, before + 1);
  });

  test('that takes something now and then is never disabled', async () => {
    const { drain, receiver, current, publish, clock, posts } = await openOne();
    receiver.answer = async () => answered(posts.length % 5 === 0 ? 200 : 500);
    for (let day = 0; day < 12; day += 1) {
      await drain();
      clock.advance(21 * HOUR_MS);
      await publish();
    }
    assert.deepEqual([(await current()).disabled, posts.length], [undefined, 60]);
  });

  test('that was given another address meanwhile does not answer for the former', async () => {
    const { step, receiver, current, ports, webhook } = await openOne();
    receiver.answer = async () => {
      await updateWebhook(TENANT, webhook.id, { url: 'https://new.example/' }, ports);
      return answered(410);
    };
    await step();
    assert.deepEqual([(await current()).disabled, (await current()).failingSinceMs], [undefined, undefined]);
  });

  test('that was deleted, before or while it is told, is told nothing more', async () => {
    for (const when of ['before', 'while']) {
      const { step, drain, receiver, ports, webhook, posts, delivery } = await openOne();
      const remove = () => ports.webhooks.delete(TENANT, webhook.id);
      if (when === 'before') await remove();
      receiver.answer = async () => {
        await remove();
        return answered(500);
      };
      await step();
      await drain();
      assert.deepEqual(
        [(await delivery()).failure, posts.length],
        ['webhook_deleted', when === 'before' ? 0 : 1],
        when,
      );
    }
  });

  test('that was rotated signs with both secrets, and after a day with the new one only', async () => {
    const { drain, step, ports, webhook, posts, publish, clock } = await openOne();
    const { secret } = await rotateWebhook(TENANT, webhook.id, 24, ports);
    await step();
    clock.advance(24 * HOUR_MS);
    await publish();
    await drain();
    assert.deepEqual(
      posts.map(({ secrets }) => secrets),
      [[secret, webhook.secret], [secret]],
    );
  });
});

test('410 from an address of a job’s own ends that delivery, and nothing else', async () => {
  const { publish, drain, receiver, deliveriesOf, ports } = openWebhooks();
  receiver.answer = async () => answered(410);
  await publish({}, 'https://job.example/');
  await drain();
  assert.deepEqual(
    (await deliveriesOf(DEFAULT_WEBHOOK_ID)).map(({ status, failure }) => [status, failure]),
    [['failed', 'gone']],
  );
  assert.equal((await ports.webhooks.get(TENANT, DEFAULT_WEBHOOK_ID))?.disabled, undefined);
});

describe('a message', () => {
  test('that comes twice, one after the other or at the same time, makes one attempt', async () => {
    const { queue, ports, posts, receiver, drain, delivery } = await openOne();
    receiver.answer = async () => answered(500);
    const { message } = queue.sent.shift() ?? assert.fail();
    await Promise.all([deliver(message, ports), deliver(message, ports)]);
    await deliver(message, ports);
    assert.equal(posts.length, 1);
    receiver.answer = async () => answered(200);
    await drain();
    assert.deepEqual([posts.length, (await delivery()).status], [2, 'succeeded']);
  });

  test('that comes too early is put back for the rest of its time', async () => {
    const { step, queue, ports, posts, receiver, clock } = await openOne();
    receiver.answer = async () => answered(500);
    await step();
    const { message } = queue.sent.shift() ?? assert.fail();
    clock.advance(1_500);
    await deliver(message, ports);
    const [again, ...others] = queue.sent;
    assert.deepEqual([again?.message, again?.afterSeconds, others, posts.length], [message, 4, [], 1]);
  });

  test('of what is not there any more is dropped', async () => {
    const { queue, ports, posts, clock } = await openOne();
    const { message } = queue.sent.shift() ?? assert.fail();
    await deliver({ ...message, tenantId: 'tenant-2' }, ports);
    clock.advance(31 * 24 * HOUR_MS);
    await deliver(message, ports);
    assert.deepEqual([queue.sent, posts], [[], []]);
  });
});

test('killed at any step, a delivery is made by whoever finds it, and its receiver hears of it', async () => {
  for (let nth = 1, wasKilled = true; wasKilled; nth += 1) {
    for (const when of ['before', 'after'] as const) {
      const { ports, queue, clock, drain, delivery, posts, receiver } = await openOne();
      receiver.answer = async () => answered(posts.length === 1 ? 500 : 200);
      const { webhooks, deliveries, events, deliveryQueue } = ports;
      const dying = killedAt({ webhooks, deliveries, events, deliveryQueue }, nth, when);
      const { message } = queue.sent.shift() ?? assert.fail();
      await deliver(message, { ...ports, ...dying.stores }).catch(() => undefined);
      wasKilled = dying.isDead();
      // The queue may have lost everything.
      queue.sent.length = 0;
      clock.advance(HOUR_MS);
      await sweepDeliveries(ports, clock());
      await drain();
      const { status } = await delivery();
      assert.equal(status, 'succeeded', `${nth} ${when}`);
      assert.ok(posts.length <= 3, `${posts.length} posts: ${nth} ${when}`);
    }
  }
});

test('a sweep leaves alone what is not due, and does not fill a queue that is slow', async () => {
  const { ports, queue, clock, step, receiver } = await openOne();
  const sweep = () => sweepDeliveries(ports, clock());
  assert.equal(await sweep(), 0);
  clock.advance(181_000);
  assert.deepEqual([await sweep(), await sweep()], [1, 0]);
  clock.advance(300_000);
  assert.equal(await sweep(), 0);
  clock.advance(700_000);
  assert.equal(await sweep(), 1);
  receiver.answer = async () => answered(500);
  queue.sent.length = 1;
  await step();
  clock.advance(60_000);
  assert.equal(await sweep(), 0);
});

test('where nothing that was queued has survived, a sweep queues everything for its time', async () => {
  const { ports, queue, step, receiver } = await openOne();
  receiver.answer = async () => answered(500);
  await step();
  queue.sent.length = 0;
  assert.equal(await sweepDeliveries(ports, Number.POSITIVE_INFINITY), 1);
  assert.equal(queue.sent[0]?.afterSeconds, 5);
});

describe('what is delivered again', () => {
  test('has the id that it had, and all its attempts', async () => {
    const deliveryPolicy = { ...DELIVERY_POLICY, disableAfterMs: Number.POSITIVE_INFINITY };
    const { drain, delivery, receiver, posts, redeliver } = await openOne({ deliveryPolicy });
    receiver.answer = async () => answered(500);
    await drain();
    const { status, attemptCount } = await redeliver();
    assert.deepEqual([status, attemptCount], ['pending', 10]);
    await drain();
    const { failure, attempts, attemptCount: all } = await delivery();
    assert.deepEqual([failure, attempts.length, all], ['exhausted', 20, 20]);
    await redeliver();
    receiver.answer = async () => answered(200);
    await drain();
    const ended = await delivery();
    assert.deepEqual([ended.status, ended.failure, ended.attempts.length], ['succeeded', undefined, 20]);
    assert.equal(new Set(posts.map(({ id, body }) => `${id} ${body}`)).size, 1);
  });

  test('while it waits is delivered now, once', async () => {
    const { step, drain, receiver, posts, redeliver, clock, delivery } = await openOne();
    receiver.answer = async () => answered(500);
    for (let times = 0; times < 4; times += 1) await step();
    receiver.answer = async () => answered(200);
    const askedAtMs = clock();
    await redeliver();
    await drain();
    assert.deepEqual([posts.length, posts[4]?.madeAtMs, (await delivery()).status], [5, askedAtMs, 'succeeded']);
  });

  test('while an attempt is under way is not lost, whichever ends first', async () => {
    for (const status of [200, 500]) {
      const { step, drain, receiver, posts, redeliver, delivery } = await openOne();
      receiver.answer = async () => {
        if (posts.length === 1) await redeliver();
        return answered(posts.length === 1 ? status : 200);
      };
      await step();
      await drain();
      const { status: end, attemptCount } = await delivery();
      assert.deepEqual([end, attemptCount], ['succeeded', status === 200 ? 1 : 2]);
    }
  });

  test('fails while its webhook is disabled', async () => {
    const { drain, ports, webhook, redeliver } = await openOne();
    await drain();
    await updateWebhook(TENANT, webhook.id, { disabled: true }, ports);
    await assert.rejects(redeliver(), { code: 'conflict' });
  });
});
