import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Route } from '#lambda/route-table/route.ts';
import { type Operation, ROUTES } from '#lambda/routes.ts';
import { openAdmin } from './open-admin.ts';
import { openChatProduct } from './open-chat-product.ts';
import { readJson } from './read-json.ts';
import { batchEnd, uploadFile } from './run-batch.ts';

const SECRET = 'the secret of Alice';

/** A Cognito user that belongs to Alice's tenant. */
const ANNA = 'user:anna-of-alice';

const chat = [{ role: 'user', content: `[[say: mine]]` }];

const product = await openChatProduct({ after }, { settings: { defaultProfile: 'chat' } });
const admin = await openAdmin(product);
const alice = await admin.createTenant('Alice');
const bob = await admin.createTenant('Bob');
await admin.call('POST', `/admin/tenants/${alice.tenantId}/principals`, { id: ANNA });

/** The same key for everybody: it must not lead to another's answer. */
const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'idempotency-key': 'the same for all' });

/** Nobody listens there. */
const webhook = await readJson(
  await product.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/alice' }, headersOf(alice.key)),
);
const delivery = await readJson(
  await product.call('POST', `/v1/webhooks/${webhook.id}/test`, undefined, headersOf(alice.key)),
);

const asked = { model: 'haiku', profile: 'chat', prompt: `[[say: ${SECRET}]]`, tags: ['alice-tag'] };
const { id: promptId } = await readJson(await product.call('POST', '/v1/prompts', asked, headersOf(alice.key)));
const { id: jobId } = await readJson(await product.call('POST', '/v1/jobs', asked, headersOf(alice.key)));
await product.call('GET', `/v1/jobs/${jobId}?wait=20`, undefined, headersOf(alice.key));
const scheduled = { name: SECRET, schedule: { every: '1 day' }, job: asked };
const { id: scheduleId } = await readJson(await product.call('POST', '/v1/schedules', scheduled, headersOf(alice.key)));

const line = {
  custom_id: SECRET,
  method: 'POST',
  url: '/v1/chat/completions',
  body: { model: 'haiku', messages: [{ role: 'user', content: `[[say: ${SECRET}]]` }] },
};
const batchOf = (id: string) => ({
  input_file_id: id,
  endpoint: '/v1/chat/completions',
  completion_window: '24h',
  metadata: { 'alice-tag': SECRET },
});
const { id: fileId } = await readJson(
  await uploadFile({ ...product, apiKey: alice.key }, JSON.stringify(line), headersOf(alice.key)),
);
const made = await readJson(await product.call('POST', '/v1/batches', batchOf(fileId), headersOf(alice.key)));
const batch = await batchEnd(product, `/v1/batches/${made.id}`, headersOf(alice.key));
const requests = [{ custom_id: 'alice-tag', params: { ...line.body, max_tokens: 50 } }];
const { id: messageBatchId } = await readJson(
  await product.call('POST', '/v1/messages/batches', { requests }, headersOf(alice.key)),
);
await batchEnd(product, `/v1/messages/batches/${messageBatchId}`, headersOf(alice.key));

/** All that has an id in a path. */
const IDS = [
  promptId,
  jobId,
  scheduleId,
  fileId,
  batch.output_file_id,
  batch.id,
  messageBatchId,
  webhook.id,
  delivery.id,
  alice.tenantId,
  alice.keyId,
];
const HERS = [...IDS, delivery.event_id, webhook.secret, webhook.url, SECRET, ANNA, 'alice-tag'];

/**
 * How each route answers Bob, who knows every id of Alice's: with what status, and to which body. A route that is not
 * here does not compile.
 */
const EXPECTED: Readonly<Record<Operation, readonly [status: number, body?: object]>> = {
  createPrompt: [200, { model: 'haiku', profile: 'chat', prompt: '[[say: mine]]' }],
  askClaude: [200, { prompt: '[[say: mine]]' }],
  createMessage: [200, { model: 'haiku', max_tokens: 50, messages: chat }],
  countTokens: [200, { model: 'haiku', messages: chat }],
  createChatCompletion: [200, { model: 'haiku', messages: chat }],
  createResponse: [200, { model: 'haiku', input: '[[say: mine]]' }],
  listPrompts: [200],
  getPrompt: [404],
  deletePrompt: [404],
  createJob: [202, { model: 'haiku', profile: 'chat', prompt: '[[say: mine]]' }],
  listJobs: [200],
  getJob: [404],
  getJobEvents: [404],
  cancelJob: [404],
  deleteJob: [404],
  createFile: [200, { filename: 'mine.jsonl', bytes: 5 }],
  listFiles: [200],
  getFile: [404],
  deleteFile: [404],
  getFileContent: [404],
  createBatch: [404, batchOf(fileId)],
  listBatches: [200],
  getBatch: [404],
  cancelBatch: [404],
  createMessageBatch: [404, { input_file_id: fileId }],
  listMessageBatches: [200],
  getMessageBatch: [404],
  deleteMessageBatch: [404],
  cancelMessageBatch: [404],
  getMessageBatchResults: [404],
  createSchedule: [
    200,
    {
      ...{ schedule: { cron: '0 7 1 1 *' } },
      job: { model: 'haiku', profile: 'chat', prompt: '[[say: mine]]' },
    },
  ],
  listSchedules: [200],
  getSchedule: [404],
  updateSchedule: [404, { enabled: false }],
  deleteSchedule: [404],
  runSchedule: [404],
  listScheduleRuns: [404],
  createWebhook: [200, { url: 'http://127.0.0.1:9/bob' }],
  listWebhooks: [200],
  getWebhook: [404],
  updateWebhook: [404, { disabled: true }],
  deleteWebhook: [404],
  getWebhookSecret: [404],
  rotateWebhook: [404, {}],
  testWebhook: [404],
  replayWebhook: [404, { from: '2026-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }],
  listWebhookDeliveries: [404],
  getWebhookDelivery: [404],
  redeliverWebhook: [404],
  listModels: [200],
  getModel: [404],
  getUsage: [200],
  getLimits: [200],
  getLiveness: [200],
  getReadiness: [200],
  getOpenApi: [200],
  // Administrators alone may look at tenants, and a key is no administrator.
  getSettings: [401],
  listTiers: [401],
  createTenant: [401, { name: 'x' }],
  listTenants: [401],
  getTenant: [401],
  updateTenant: [401, { disabled: true }],
  deleteTenant: [401],
  getTenantUsage: [401],
  createKey: [401, { name: 'x' }],
  listKeys: [401],
  getKey: [401],
  updateKey: [401, { disabled: true }],
  rotateKey: [401, {}],
  revokeKey: [401],
  assignPrincipal: [401, { id: 'user:x' }],
  listPrincipals: [401],
  removePrincipal: [401],
  listTenantUsage: [401],
  listAudit: [401],
};

/** The paths of a route with ids of Alice's in it. */
const pathsOf = ({ path, function: of }: Route): readonly string[] => {
  const ids = of === 'admin' ? [alice.tenantId] : IDS;
  const paths = ids.map((id) =>
    path
      .replace('{id}', id)
      .replace('{key_id}', alice.keyId)
      .replace('{principal_id}', ANNA)
      .replace('{delivery_id}', delivery.id),
  );
  return [...new Set(paths)].map((each) =>
    each.includes('{') ? assert.fail(`${each} has an id of another name`) : each,
  );
};

describe('a caller of another tenant, who knows all ids', () => {
  for (const route of ROUTES as readonly (Route & { readonly operation: Operation })[]) {
    it(`learns nothing at ${route.method} ${route.path}`, async () => {
      const [status, body] = EXPECTED[route.operation];
      for (const path of pathsOf(route)) {
        const response = await product.call(route.method, path, body, headersOf(bob.key));
        assert.equal(response.status, status, path);
        assert.equal(response.headers.get('idempotent-replayed'), null);
        const text = await response.text();
        // An error repeats what was asked for.
        const said = path + JSON.stringify(body);
        for (const hers of HERS) assert.ok(!text.includes(hers) || said.includes(hers), `${path} tells ${hers}`);
      }
    });
  }

  it('has changed nothing of hers', async () => {
    const schedule = await product.call('GET', `/v1/schedules/${scheduleId}`, undefined, headersOf(alice.key));
    assert.equal((await readJson(schedule)).enabled, true);
    const kept = await product.call('GET', `/v1/prompts/${promptId}`, undefined, headersOf(alice.key));
    assert.match((await readJson(kept)).response, new RegExp(SECRET));
    const { data } = await readJson(await admin.call('GET', `/admin/tenants/${alice.tenantId}/keys`));
    assert.deepEqual(
      data.map(({ id, status }: Record<string, unknown>) => [id, status]),
      [[alice.keyId, 'active']],
    );
    const principals = await readJson(await admin.call('GET', `/admin/tenants/${alice.tenantId}/principals`));
    assert.deepEqual([principals.data.length, principals.data[0].id], [1, ANNA]);
    const hook = await product.call('GET', `/v1/webhooks/${webhook.id}`, undefined, headersOf(alice.key));
    assert.equal((await readJson(hook)).status, 'active');
    const usage = await readJson(await product.call('GET', '/v1/usage', undefined, headersOf(alice.key)));
    assert.equal(usage.total.requests, 4);
    const headers = headersOf(alice.key);
    for (const path of [`/v1/files/${fileId}/content`, `/v1/messages/batches/${messageBatchId}/results`]) {
      assert.match(await (await product.call('GET', path, undefined, headers)).text(), new RegExp(SECRET));
    }
    const again = await readJson(await product.call('GET', `/v1/batches/${batch.id}`, undefined, headers));
    assert.deepEqual(again, batch);
  });
});
