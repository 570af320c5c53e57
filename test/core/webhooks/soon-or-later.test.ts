import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soonOrLater } from '#core/webhooks/soon-or-later.ts';
import { createMemoryDeliveryQueue } from '#test/fakes/memory-delivery-queue.ts';

test('what SQS can hold back goes there, and what is due later is scheduled', async () => {
  const [soon, later] = [createMemoryDeliveryQueue(), createMemoryDeliveryQueue()];
  const queue = soonOrLater(soon, later);
  const message = { tenantId: 'ten_1', webhookId: 'whe_1', deliveryId: 'whd_1', attempt: 0 };
  for (const seconds of [0, 5, 900, 901, 86_400]) await queue.send(message, seconds);
  const secondsOf = ({ sent }: typeof soon) => sent.map(({ afterSeconds }) => afterSeconds);
  assert.deepEqual(
    [secondsOf(soon), secondsOf(later)],
    [
      [0, 5, 900],
      [901, 86_400],
    ],
  );
});
