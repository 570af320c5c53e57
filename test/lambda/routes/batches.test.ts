import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resultsKey } from '#core/batches/batch-objects.ts';
import { parseSettings } from '#core/settings.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const REQUEST = { custom_id: 'a', params: { model: 'haiku', max_tokens: 5, messages: [] } };
const HOST = { host: 'llm.test', 'x-forwarded-proto': 'https' };

type Overrides = Parameters<typeof createTestApi>[1];

const open = (overrides: Overrides = {}) => {
  const api = createTestApi([], overrides);
  const at =
    (base: string) =>
    (method: string, id: string, action: '' | '/cancel' | '/results', request: object = {}) =>
      api.call(method, `${base}/{id}${action}`, { path: `${base}/${id}${action}`, pathParameters: { id }, ...request });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    api.call('POST', path, { body, headers });
  return {
    ...api,
    batch: at('/v1/batches'),
    messageBatch: at('/v1/messages/batches'),
    create: async (more: object = {}, headers?: Record<string, string>) =>
      post('/v1/batches', { endpoint: '/v1/responses', completion_window: '24h', ...more }, headers),
    createMessages: (more: object = {}, headers?: Record<string, string>) =>
      post('/v1/messages/batches', { requests: [REQUEST], ...more }, headers),
    /** A file whose bytes are there, or not. */
    file: async (isUploaded = true, more: object = {}): Promise<string> => {
      const { json } = await post('/v1/files', { filename: 'in.jsonl', bytes: 3 });
      if (isUploaded) await api.objects.write(`files/${json.id}`, new Blob(['{}\n']).stream());
      const file = await api.ports.files.get('tenant-1', json.id);
      if (!file) throw new Error('there is no file');
      await api.ports.files.delete('tenant-1', json.id);
      await api.ports.files.create({ ...file, ...more });
      return json.id;
    },
  };
};

describe('a batch of OpenAI’s API', () => {
  test('is made of a file, and queued', async () => {
    const { file, create, queue } = open();
    const input_file_id = await file();
    const { status, json } = await create({
      input_file_id,
      metadata: { a: 'b' },
      webhook_url: 'https://hook.test/x',
      output_expires_after: { anchor: 'created_at', seconds: 7200 },
    });
    assert.equal(status, 200);
    assert.match(json.id, /^batch_/);
    assert.deepEqual(
      [json.object, json.status, json.endpoint, json.input_file_id, json.metadata, json.webhook_url],
      ['batch', 'validating', '/v1/responses', input_file_id, { a: 'b' }, 'https://hook.test/x'],
    );
    assert.equal(json.expires_at - json.created_at, 86_400);
    assert.deepEqual(queue.sent, [
      { message: { kind: 'batch', tenantId: 'tenant-1', batchId: json.id }, delaySeconds: 0 },
    ]);
  });

  test('is made once for its Idempotency-Key', async () => {
    const { file, create, queue } = open();
    const input_file_id = await file();
    const headers = { 'idempotency-key': 'k' };
    const first = await create({ input_file_id }, headers);
    assert.equal((await create({ input_file_id }, headers)).json.id, first.json.id);
    assert.equal(queue.sent.length, 1);
  });

  const REFUSED: readonly (readonly [name: string, more: object, param: string])[] = [
    ['another endpoint', { endpoint: '/v1/embeddings' }, 'endpoint'],
    ['another window', { completion_window: '1h' }, 'completion_window'],
    [
      'too short a life of its output',
      { output_expires_after: { anchor: 'created_at', seconds: 60 } },
      'output_expires_after.seconds',
    ],
    [
      'too long a life of its output',
      { output_expires_after: { anchor: 'created_at', seconds: 2_592_001 } },
      'output_expires_after.seconds',
    ],
    ['a webhook that is no URL', { webhook_url: 'hook' }, 'webhook_url'],
    ['a webhook that anybody on the way could read', { webhook_url: 'http://example.com/' }, 'webhook_url'],
    ['a webhook with a password', { webhook_url: 'https://me:secret@example.com/' }, 'webhook_url'],
    ['a webhook inside of the network', { webhook_url: 'https://169.254.169.254/' }, 'webhook_url'],
    ['too much metadata', { metadata: { a: 'x'.repeat(513) } }, 'metadata.a'],
  ];
  for (const [name, more, param] of REFUSED) {
    test(`fails with ${name}`, async () => {
      const { file, create } = open();
      const { status, json } = await create({ input_file_id: await file(), ...more });
      assert.deepEqual([status, json.error.param], [400, param]);
    });
  }

  test('fails with a file that is not there, not there yet, of another tenant, too large, or no input', async () => {
    const { file, create, call } = open({ settings: parseSettings({ maxBatchBytes: 3 }) });
    assert.equal((await create({ input_file_id: 'file_none' })).status, 404);
    assert.equal((await create({ input_file_id: await file(false) })).status, 409);
    assert.equal((await create({ input_file_id: await file(true, { isUploaded: true, bytes: 4 }) })).status, 413);
    assert.equal((await create({ input_file_id: await file(true, { purpose: 'batch_output' }) })).status, 400);
    const body = { endpoint: '/v1/responses', completion_window: '24h', input_file_id: await file() };
    assert.equal((await call('POST', '/v1/batches', { body, caller: STRANGER })).status, 404);
  });

  test('is not there if it could not be queued', async () => {
    const send = async () => {
      throw new Error('no queue');
    };
    const { file, create, call } = open({ queue: { send } });
    assert.equal((await create({ input_file_id: await file() })).status, 500);
    assert.deepEqual((await call('GET', '/v1/batches')).json.data, []);
  });

  test('is told as it now stands if its message was sent, though its queue says otherwise', async () => {
    const send = async () => {
      const [batch] = (await opened.ports.batches.list('tenant-1', { dialect: 'openai', limit: 1, order: 'desc' }))
        .items;
      assert.ok(batch);
      await opened.ports.batches.replace({ ...batch, status: 'in_progress', total: 1 });
      throw new Error('no answer of the queue');
    };
    const opened = open({ queue: { send } });
    const { status, json } = await opened.create({ input_file_id: await opened.file() });
    assert.deepEqual([status, json.status], [200, 'in_progress']);
  });

  test('is read, listed in pages and canceled, by its tenant only', async () => {
    const { file, create, batch, call, queue } = open();
    const input_file_id = await file();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await create({ input_file_id })).json.id);
    const [id = ''] = ids;
    assert.equal((await batch('GET', id, '')).json.id, id);
    const page = (await call('GET', '/v1/batches', { query: { limit: '2' } })).json;
    assert.deepEqual([page.data.map((found: { id: string }) => found.id), page.has_more], [ids.slice(0, 2), true]);
    const rest = (await call('GET', '/v1/batches', { query: { after: page.last_id, limit: '1000' } })).json;
    assert.deepEqual([rest.data[0].id, rest.has_more], [ids[2], false]);
    queue.sent.splice(0);
    assert.equal((await batch('POST', id, '/cancel')).json.status, 'cancelling');
    assert.equal(queue.sent.length, 1);
    for (const [method, action] of [
      ['GET', ''],
      ['POST', '/cancel'],
    ] as const) {
      assert.equal((await batch(method, id, action, { caller: STRANGER })).status, 404);
    }
    assert.deepEqual((await call('GET', '/v1/batches', { caller: STRANGER })).json.data, []);
  });
});

describe('a batch of Anthropic’s API', () => {
  test('is made of its requests, which are kept as they are', async () => {
    const { createMessages, objects } = open();
    const requests = [REQUEST, { custom_id: 'b', params: { anything: ['ü'] } }];
    const { status, json } = await createMessages({ requests });
    assert.equal(status, 200);
    assert.match(json.id, /^msgbatch_/);
    assert.deepEqual([json.type, json.processing_status, json.results_url], ['message_batch', 'in_progress', null]);
    assert.equal(json.request_counts.processing, 2);
    const kept = objects
      .text(`files/${json.id}.input`)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(kept, requests);
  });

  test('is made of a file of more than comes through the gateway', async () => {
    const { file, createMessages } = open();
    const { json } = await createMessages({ requests: undefined, input_file_id: await file() });
    assert.deepEqual([json.processing_status, json.request_counts.processing], ['in_progress', 0]);
    assert.ok(json.input_file_id);
  });

  test('is not there, nor a copy of its requests, if it could not be queued', async () => {
    const send = () => Promise.reject(new Error('no queue'));
    const { createMessages, call, objects } = open({ queue: { send } });
    assert.equal((await createMessages()).status, 500);
    assert.deepEqual([(await call('GET', '/v1/messages/batches')).json.data, objects.objects.size], [[], 0]);
  });

  const REFUSED: readonly (readonly [name: string, more: object, pattern: RegExp])[] = [
    [
      'two requests of one name',
      { requests: [REQUEST, REQUEST] },
      /requests\[1\]\.custom_id: is "a" for a second time/,
    ],
    ['a name with a space', { requests: [{ ...REQUEST, custom_id: 'a b' }] }, /requests\[0\]\.custom_id/],
    ['a request without params', { requests: [{ custom_id: 'a' }] }, /requests\[0\]\.params/],
    ['a webhook inside of the network', { webhook_url: 'https://10.0.0.1/' }, /must lead to a public address/],
    ['no requests', { requests: [] }, /requests: must not be empty/],
    ['neither requests nor a file', { requests: undefined }, /must be there, or else input_file_id/],
    ['both requests and a file', { input_file_id: 'file_1' }, /must be there, or else input_file_id/],
    [
      'too many requests',
      { requests: ['a', 'b', 'c'].map((custom_id) => ({ ...REQUEST, custom_id })) },
      /up to 2 requests here, not 3/,
    ],
  ];
  for (const [name, more, pattern] of REFUSED) {
    test(`fails with ${name}`, async () => {
      const { createMessages, objects } = open({ settings: parseSettings({ maxBatchLines: 2 }) });
      const { status, json } = await createMessages(more);
      assert.deepEqual([status, json.error.type], [400, 'invalid_request_error']);
      assert.match(json.error.message, pattern);
      assert.equal(objects.objects.size, 0);
    });
  }

  test('is sent on to its results once it has ended, at the address that its caller has reached', async () => {
    const { createMessages, messageBatch, ports, objects } = open();
    const { id } = (await createMessages({}, HOST)).json;
    const early = await messageBatch('GET', id, '/results', { headers: HOST });
    assert.deepEqual([early.status, early.json.error.code], [409, 'conflict']);
    const batch = await ports.batches.get('tenant-1', id);
    assert.ok(batch);
    await ports.batches.replace({ ...batch, status: 'completed', endedAtMs: 1 });
    await objects.write(resultsKey(id), new Blob(['{}']).stream());
    const { json } = await messageBatch('GET', id, '', { headers: HOST });
    assert.equal(json.results_url, `https://llm.test/v1/messages/batches/${id}/results`);
    const { status, headers } = await messageBatch('GET', id, '/results', { headers: HOST });
    assert.equal(status, 307);
    assert.equal(headers['location'], `https://objects.test/files/${id}.results?name=${id}_results.jsonl`);
  });

  test('is listed from either end, canceled and deleted, by its tenant only', async () => {
    const { createMessages, messageBatch, call, ports } = open();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await createMessages()).json.id);
    const [id = ''] = ids;
    const list = async (query: Record<string, string>) =>
      (await call('GET', '/v1/messages/batches', { query })).json.data.map((found: { id: string }) => found.id);
    assert.deepEqual(await list({ limit: '2' }), ids.slice(0, 2));
    assert.deepEqual(await list({ after_id: ids[1] ?? '', beta: 'true' }), ids.slice(2));
    assert.deepEqual(await list({ before_id: ids[2] ?? '', limit: '1' }), ids.slice(1, 2));
    for (const [method, action] of [
      ['GET', ''],
      ['GET', '/results'],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ] as const) {
      assert.equal((await messageBatch(method, id, action, { caller: STRANGER })).status, 404);
    }
    assert.equal((await messageBatch('DELETE', id, '')).status, 409);
    assert.equal((await messageBatch('POST', id, '/cancel')).json.processing_status, 'canceling');
    const batch = await ports.batches.get('tenant-1', id);
    assert.ok(batch);
    await ports.batches.replace({ ...batch, status: 'canceled' });
    assert.deepEqual((await messageBatch('DELETE', id, '')).json, { id, type: 'message_batch_deleted' });
    assert.equal((await messageBatch('GET', id, '')).status, 404);
    assert.deepEqual(await list({}), ids.slice(1));
  });

  test('is none of OpenAI’s', async () => {
    const { createMessages, batch, file, create, messageBatch } = open();
    assert.equal((await batch('GET', (await createMessages()).json.id, '')).status, 404);
    const made = await create({ input_file_id: await file() });
    assert.equal((await messageBatch('GET', made.json.id, '')).status, 404);
  });
});
