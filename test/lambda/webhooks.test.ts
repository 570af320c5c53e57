import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context, SQSEvent } from 'aws-lambda';
import { createWebhooks } from '#lambda/create-webhooks.ts';
import { openWebhooks } from '#test/core/webhooks/open-webhooks.ts';

const open = () => {
  const world = openWebhooks();
  const reports: string[] = [];
  const handler = createWebhooks({ ...world.ports, report: (message) => reports.push(message) });
  /** Handles those bodies as one batch. @returns which of them come again. */
  const handle = async (...bodies: readonly string[]): Promise<readonly number[]> => {
    const Records = bodies.map((body, index) => ({ messageId: String(index), body }));
    const { batchItemFailures } = await handler({ Records } as SQSEvent, {} as Context);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  };
  const takeMessage = () => JSON.stringify(world.queue.take()?.message ?? assert.fail('nothing is queued'));
  return { ...world, reports, handle, takeMessage };
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

test('only what failed of a batch comes again, and the report holds nothing of the message', async () => {
  const { create, publish, handle, takeMessage, posts, reports } = open();
  await create();
  await publish();
  assert.deepEqual(await handle('no JSON', '{"kind":"job"}', takeMessage()), [0, 1]);
  assert.equal(posts.length, 1);
  assert.deepEqual(reports, ['the message 0 could not be handled', 'the message 1 could not be handled']);
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
  const event = { Records: [{ messageId: 'm', body: message }] } as unknown as SQSEvent;
  const { batchItemFailures } = await handler(event, {} as Context);
  assert.deepEqual(batchItemFailures, [{ itemIdentifier: 'm' }]);
  isDown = false;
  clock.advance(60_000);
  assert.deepEqual(await handle(message), []);
  const [delivery] = await world.deliveriesOf(webhook.id);
  assert.deepEqual([delivery?.status, posts.length], ['succeeded', 2]);
});
