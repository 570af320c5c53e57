import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWebhooks } from '#lambda/create-webhooks.ts';
import { openWebhooks } from '#test/core/webhooks/open-webhooks.ts';
import { handOver } from '#test/fakes/sqs-batch.ts';

const open = () => {
  const world = openWebhooks();
  const handler = createWebhooks({ ...world.ports, report: () => {} });
  /** Handles those bodies as one batch. @returns which of them come again. */
  const handle = (...bodies: readonly string[]) => handOver(handler, ...bodies);
  const takeMessage = () => JSON.stringify(world.queue.take()?.message ?? assert.fail('nothing is queued'));
  return { ...world, handle, takeMessage };
};

test('every message of a batch is an attempt, and a receiver that fails is no failure of ours', async () => {
  const { create, publish, handle, takeMessage, posts, receiver, queue } = open();
  await create({ url: 'https://good.example/' });
  await create({ url: 'https://bad.example/' });
  receiver.answer = async ({ url }) =>
    url.includes('bad') ? { kind: 'failed', error: 'down' } : { kind: 'answered', status: 200 };
  await publish();
  assert.deepEqual(await handle(takeMessage(), takeMessage()), []);
  assert.deepEqual([posts.length, queue.sent.length], [2, 1]);
});

test('a message that names no delivery comes again, and spoils no other of its batch', async () => {
  const { create, publish, handle, takeMessage, posts } = open();
  await create();
  await publish();
  assert.deepEqual(await handle('{"kind":"job"}', takeMessage()), [0]);
  assert.equal(posts.length, 1);
});

test('an attempt that could not be noted comes again, and is not lost', async () => {
  const world = open();
  const { create, publish, takeMessage, ports, posts, clock, handle } = world;
  const webhook = await create();
  await publish();
  const message = takeMessage();
  let isDown = true;
  const handler = createWebhooks({
    ...ports,
    deliveries: {
      ...ports.deliveries,
      replace: async (delivery) => {
        if (isDown && delivery.attempts.length > 0) throw new Error('no table');
        return ports.deliveries.replace(delivery);
      },
    },
    report: () => {},
  });
  assert.deepEqual(await handOver(handler, message), [0]);
  isDown = false;
  clock.advance(60_000);
  assert.deepEqual(await handle(message), []);
  const [delivery] = await world.deliveriesOf(webhook.id);
  assert.deepEqual([delivery?.status, posts.length], ['succeeded', 2]);
});
