import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWebhookStores } from '#adapters/dynamodb/webhook-stores.ts';
import { namedId } from '#adapters/system/named-id.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { DELIVERY_POLICY } from '#core/webhooks/delivery-policy.ts';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import { openDataDir } from '#local/open-data-dir.ts';
import { openTable } from '#local/table/open-table.ts';
import { startWebhookReceiver } from '#test/fakes/webhook-receiver.ts';
import { startTestService } from './start-test-service.ts';
import { temporaryFolder } from './temporary-folder.ts';

const COLD = { poolChatSize: 0, poolAgentSize: 0 };
const TENANT = 'tenant-1';

test('what a process stored before it died is delivered by the next one', async (t) => {
  const receiver = await startWebhookReceiver();
  t.after(() => receiver.close());
  const dataDir = await temporaryFolder(t);
  const { unlock } = await openDataDir(dataDir);
  const { table, close } = await openTable({ folder: join(dataDir, 'table') });
  const stores = createWebhookStores(table, Date.now);
  const secret = newWebhookSecret();
  const webhook = { id: 'whe_1', tenantId: TENANT, url: receiver.endpoint, metadata: {}, secret, createdAtMs: 0 };
  await stores.webhooks.create({ ...webhook, version: 1 });
  const forgetful = { send: async () => {} };
  const publish = createPublishEvent({ ...stores, deliveryQueue: forgetful, namedId, clock: Date.now });
  await publish({ id: 'evt_1', type: 'job.failed', tenantId: TENANT, createdAtMs: Date.now(), data: {} });
  await close();
  await unlock();

  await startTestService(t, { ...COLD, dataDir });
  assert.equal((await receiver.next()).headers['webhook-id'], 'evt_1');
});

test('an attempt that is under way when the service stops is noted, and the next one is not forgotten', async (t) => {
  const receiver = await startWebhookReceiver();
  t.after(() => receiver.close());
  const dataDir = await temporaryFolder(t);
  const deliveryPolicy = { ...DELIVERY_POLICY, delaysSeconds: [0, 0.5, 0.5] };
  const service = await startTestService(t, { ...COLD, dataDir, deliveryPolicy });
  const call = async (method: string, path: string, body?: object) => {
    const headers = { 'x-api-key': service.credentials.api_key };
    const response = await fetch(service.baseUrl + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { readonly id: string };
  };
  const { id } = await call('POST', '/v1/webhooks', { url: receiver.endpoint });
  receiver.statuses.push(500);
  await call('POST', `/v1/webhooks/${id}/test`);
  const first = await receiver.next();
  await service.close();

  await startTestService(t, { ...COLD, dataDir, deliveryPolicy });
  assert.equal((await receiver.next()).headers['webhook-id'], first.headers['webhook-id']);
});
