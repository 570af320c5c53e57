import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '#lambda/route-table/route.ts';
import { ROUTES } from '#lambda/routes.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { createTestAdmin } from '#test/fakes/test-admin.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

const MESSAGE = { model: 'haiku', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };

const schemaOf = (operation: string) => {
  const { response } = ROUTES.find((route) => route.operation === operation) as Route;
  assert.ok(response, `${operation} declares what it answers`);
  return response;
};

const otherSchemaOf = (operation: string, status: number) => {
  const { otherResponses = {} } = ROUTES.find((route) => route.operation === operation) as Route;
  const response = otherResponses[status];
  assert.ok(response, `${operation} declares what it answers with ${status}`);
  return response;
};

test('what routes answer is what they declare, to the last field', async () => {
  const api = createTestApi();
  const created = await api.ask();
  const { id } = JSON.parse(created.text);
  const createFile = await api.call('POST', '/v1/files', { body: { filename: 'a.jsonl', bytes: 3 } });
  const fileId = createFile.json.id;
  await api.objects.write(`files/${fileId}`, new Blob(['{}\n']).stream());
  const ofFile = { pathParameters: { id: fileId } };
  const asked = { input_file_id: fileId, endpoint: '/v1/responses', completion_window: '24h' };
  const requests = [{ custom_id: 'a', params: MESSAGE }];
  const createMessageBatch = await api.call('POST', '/v1/messages/batches', { body: { requests } });
  const ofMessages = { pathParameters: { id: createMessageBatch.json.id } };
  const getFile = await api.call('GET', '/v1/files/{id}', ofFile);
  const createBatch = await api.call('POST', '/v1/batches', { body: asked });
  const ofBatch = { pathParameters: { id: createBatch.json.id } };
  const schedule = { body: { schedule: { every: '1 day' }, job: { prompt: 'Hi', model: 'haiku' } } };
  const createSchedule = await api.call('POST', '/v1/schedules', schedule);
  const callSchedule = (method: string, member = '', body?: object) =>
    api.call(method, `/v1/schedules/{id}${member}`, {
      pathParameters: { id: createSchedule.json.id },
      ...(body && { body }),
    });
  const answers = {
    createPrompt: created,
    getPrompt: await api.read(id),
    listPrompts: await api.call('GET', '/v1/prompts'),
    askClaude: await api.call('POST', '/api/claude', { body: { prompt: 'Hi' } }),
    createMessage: await api.call('POST', '/v1/messages', { body: MESSAGE }),
    countTokens: await api.call('POST', '/v1/messages/count_tokens', { body: MESSAGE }),
    listModels: await api.call('GET', '/v1/models'),
    getModel: await api.call('GET', '/v1/models/{id}', { pathParameters: { id: 'haiku' } }),
    getUsage: await api.call('GET', '/v1/usage'),
    getLimits: await api.call('GET', '/v1/limits'),
    deletePrompt: await api.remove(id),
    createFile,
    getFile,
    listFiles: await api.call('GET', '/v1/files'),
    getFileContent: await api.call('GET', '/v1/files/{id}/content', ofFile),
    createBatch,
    listBatches: await api.call('GET', '/v1/batches'),
    getBatch: await api.call('GET', '/v1/batches/{id}', ofBatch),
    cancelBatch: await api.call('POST', '/v1/batches/{id}/cancel', ofBatch),
    createMessageBatch,
    listMessageBatches: await api.call('GET', '/v1/messages/batches'),
    getMessageBatch: await api.call('GET', '/v1/messages/batches/{id}', ofMessages),
    cancelMessageBatch: await api.call('POST', '/v1/messages/batches/{id}/cancel', ofMessages),
    deleteFile: await api.call('DELETE', '/v1/files/{id}', ofFile),
    createSchedule,
    listSchedules: await api.call('GET', '/v1/schedules'),
    getSchedule: await callSchedule('GET'),
    updateSchedule: await callSchedule('PATCH', '', { name: 'Daily' }),
    runSchedule: await callSchedule('POST', '/run'),
    listScheduleRuns: await callSchedule('GET', '/runs'),
    deleteSchedule: await callSchedule('DELETE'),
  };
  for (const [operation, { text }] of Object.entries(answers)) {
    const body = JSON.parse(text);
    // Unknown fields are dropped by parsing: what is left equals what came only if there were none.
    assert.deepEqual(schemaOf(operation).parse(body), body, operation);
  }
});

test('what is answered of jobs is what the routes declare, to the last field', async () => {
  const { workOff, ports } = await createJobPorts(createScriptedRunner(HELLO));
  const { call, ask } = createTestApi(HELLO, ports);
  const body = { prompt: 'Hi', model: 'haiku', profile: 'chat', webhook_url: 'https://example.com/hook' };
  const createJob = await call('POST', '/v1/jobs', { body });
  const preferred = await ask({}, { headers: { prefer: 'respond-async' } });
  const callJob = (method: string, action = '') =>
    call(method, `/v1/jobs/{id}${action}`, { pathParameters: { id: createJob.json.id } });
  const getQueued = await callJob('GET');
  await workOff();
  const answers = [
    ['createJob', createJob],
    ['getJob', getQueued],
    ['getJob', await callJob('GET')],
    ['listJobs', await call('GET', '/v1/jobs')],
    ['cancelJob', await callJob('POST', '/cancel')],
    ['deleteJob', await callJob('DELETE')],
  ] as const;
  for (const [operation, { json }] of answers) assert.deepEqual(schemaOf(operation).parse(json), json, operation);
  const { successStatus } = ROUTES.find(({ operation }) => operation === 'createJob') as Route;
  assert.deepEqual([createJob.status, preferred.status], [successStatus, 202]);
  assert.deepEqual(otherSchemaOf('createPrompt', 202).parse(preferred.json), preferred.json);
});

test('what is answered about webhooks is what the routes declare, to the last field', async () => {
  const { call } = createTestApi();
  const createWebhook = await call('POST', '/v1/webhooks', { body: { url: 'https://example.com/' } });
  const id = createWebhook.json.id;
  const at = (method: string, suffix = '', body?: object, more: Record<string, string> = {}) =>
    call(method, `/v1/webhooks/{id}${suffix}`, { pathParameters: { id, ...more }, ...(body && { body }) });
  const testWebhook = await at('POST', '/test');
  const delivery = { delivery_id: testWebhook.json.id };
  const answers = {
    createWebhook,
    testWebhook,
    listWebhooks: await call('GET', '/v1/webhooks'),
    getWebhook: await at('GET'),
    updateWebhook: await at('PATCH', '', { description: 'orders' }),
    getWebhookSecret: await call('GET', '/v1/webhooks/{id}/secret', { pathParameters: { id: 'default' } }),
    rotateWebhook: await at('POST', '/rotate', {}),
    replayWebhook: await at('POST', '/replay', { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' }),
    listWebhookDeliveries: await at('GET', '/deliveries'),
    getWebhookDelivery: await at('GET', '/deliveries/{delivery_id}', undefined, delivery),
    redeliverWebhook: await at('POST', '/deliveries/{delivery_id}/redeliver', undefined, delivery),
    deleteWebhook: await at('DELETE'),
  };
  for (const [operation, { status, json }] of Object.entries(answers)) {
    assert.equal(status, 200, operation);
    assert.deepEqual(schemaOf(operation).parse(json), json, operation);
  }
});

test('what administrators are answered is what the routes declare, to the last field', async () => {
  const { call } = createTestAdmin();
  const createTenant = await call('POST', '/admin/tenants', { name: 'Acme' });
  const tenant = `/admin/tenants/${createTenant.json.id}`;
  const createKey = await call('POST', `${tenant}/keys`, { name: 'laptop' });
  const key = `${tenant}/keys/${createKey.json.id}`;
  const raise = { per_day_usd: 5, until: '2026-12-01T00:00:00Z' };
  const answers = {
    createTenant,
    createKey,
    updateTenant: await call('PATCH', tenant, { budgets: { raise } }),
    getTenant: await call('GET', tenant),
    listTenants: await call('GET', '/admin/tenants'),
    getTenantUsage: await call('GET', `${tenant}/usage`),
    listTiers: await call('GET', '/admin/tiers'),
    listKeys: await call('GET', `${tenant}/keys`),
    getKey: await call('GET', key),
    updateKey: await call('PATCH', key, { models: ['haiku'] }),
    rotateKey: await call('POST', `${key}/rotate`, {}),
    revokeKey: await call('DELETE', key),
    listTenantUsage: await call('GET', '/admin/usage'),
    listAudit: await call('GET', '/admin/audit'),
    deleteTenant: await call('DELETE', tenant),
  };
  for (const [operation, { status, json }] of Object.entries(answers)) {
    assert.equal(status, 200, operation);
    assert.deepEqual(schemaOf(operation).parse(json), json, operation);
  }
});

test('files are answered in the words of Anthropic as the routes declare, to the last field', async () => {
  const api = createTestApi();
  const headers = { 'anthropic-version': '2026-10-21' };
  const createFile = await api.call('POST', '/v1/files', { body: { filename: 'a.jsonl', bytes: 3 }, headers });
  const ofFile = { pathParameters: { id: createFile.json.id }, headers };
  const answers = {
    createFile,
    getFile: await api.call('GET', '/v1/files/{id}', ofFile),
    listFiles: await api.call('GET', '/v1/files', { headers }),
    deleteFile: await api.call('DELETE', '/v1/files/{id}', ofFile),
  };
  for (const [operation, { json }] of Object.entries(answers)) {
    assert.deepEqual(schemaOf(operation).parse(json), json, operation);
  }
});
