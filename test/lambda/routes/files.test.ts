import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import type { FakeRequest } from '#test/fakes/proxy-event.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const JSONL = '{"custom_id":"1"}\n{"custom_id":"ü"}\n';
const ANTHROPIC = { 'anthropic-version': '2026-10-21' };

/** A form as a client sends it, and as API Gateway hands it on. */
const formOf = async (fields: Readonly<Record<string, string | File>>): Promise<FakeRequest> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = new Response(form);
  const contentType = response.headers.get('content-type') ?? '';
  return { rawBody: await response.text(), headers: { 'Content-Type': contentType } };
};

const jsonl = (text = JSONL, name = 'in.jsonl') => new File([text], name, { type: 'application/jsonl' });

const open = (overrides: Parameters<typeof createTestApi>[1] = {}) => {
  const api = createTestApi([], overrides);
  const at = (id: string, request: FakeRequest = {}): FakeRequest => ({
    path: `/v1/files/${id}`,
    pathParameters: { id },
    ...request,
  });
  return {
    ...api,
    upload: async (fields: Readonly<Record<string, string | File>>, headers: Record<string, string> = {}) => {
      const form = await formOf(fields);
      return api.call('POST', '/v1/files', { ...form, headers: { ...form.headers, ...headers } });
    },
    get: (id: string, request?: FakeRequest) => api.call('GET', '/v1/files/{id}', at(id, request)),
    content: (id: string, request?: FakeRequest) => api.call('GET', '/v1/files/{id}/content', at(id, request)),
    remove: (id: string, request?: FakeRequest) => api.call('DELETE', '/v1/files/{id}', at(id, request)),
    list: (query: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      api.call('GET', '/v1/files', { query, headers }),
  };
};

const expectedFile = {
  object: 'file',
  bytes: Buffer.byteLength(JSONL),
  created_at: 1_795_348_800,
  expires_at: 1_795_348_800 + 30 * 86_400,
  filename: 'in.jsonl',
  purpose: 'batch',
  status: 'processed',
};

describe('a file that is uploaded', () => {
  test('is kept, byte by byte, and shown in the words of OpenAI', async () => {
    const { upload, get, objects } = open();
    const { status, json } = await upload({ purpose: 'batch', file: jsonl() });
    assert.equal(status, 200);
    assert.deepEqual(json, { id: json.id, ...expectedFile });
    assert.equal(objects.text(`files/${json.id}`), JSONL);
    assert.deepEqual((await get(json.id)).json, json);
  });

  test('is shown in the words of Anthropic to its clients, which name no purpose', async () => {
    const { upload, get } = open();
    const { json } = await upload({ file: jsonl() }, ANTHROPIC);
    assert.deepEqual(json, {
      id: json.id,
      type: 'file',
      filename: 'in.jsonl',
      mime_type: 'application/jsonl',
      size_bytes: Buffer.byteLength(JSONL),
      created_at: '2026-11-22T12:00:00.000Z',
      expires_at: '2026-12-22T12:00:00.000Z',
      downloadable: true,
      status: 'processed',
    });
    assert.deepEqual((await get(json.id, { headers: ANTHROPIC })).json, json);
  });

  test('may come as base64, as it does through an API with binary media types', async () => {
    const { call, objects } = open();
    const { rawBody, headers = {} } = await formOf({ purpose: 'batch', file: jsonl() });
    const encoded = Buffer.from(rawBody ?? '').toString('base64');
    const { json } = await call('POST', '/v1/files', { rawBody: encoded, isBase64Encoded: true, headers });
    assert.equal(objects.text(`files/${json.id}`), JSONL);
  });

  test('expires as its caller says, in the words of either API', async () => {
    const { upload, get, clock } = open();
    const openAi = { 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': '3600' };
    const ids = [
      (await upload({ purpose: 'batch', file: jsonl(), ...openAi })).json.id,
      (await upload({ file: jsonl(), expires_in_seconds: '3600' }, ANTHROPIC)).json.id,
    ];
    clock.advance(3_599_000);
    for (const id of ids) assert.equal((await get(id)).status, 200);
    clock.advance(1_000);
    for (const id of ids) assert.equal((await get(id)).status, 404);
  });

  test('keeps no path in its name', async () => {
    const { call } = open();
    const names = ['/etc/a.jsonl', 'C:\\x\\a.jsonl', 'a.jsonl'];
    for (const filename of names) {
      const { json } = await call('POST', '/v1/files', { body: { filename, bytes: 1 } });
      assert.equal(json.filename, 'a.jsonl');
    }
  });

  const REFUSED: readonly (readonly [name: string, fields: Record<string, string | File>, pattern: RegExp])[] = [
    ['another purpose', { purpose: 'fine-tune', file: jsonl() }, /purpose: must be "batch"/],
    ['no file', { purpose: 'batch' }, /file: /],
    ['a file that is none', { purpose: 'batch', file: 'text' }, /file: /],
    ['an empty file', { purpose: 'batch', file: jsonl('') }, /file\.text: must not be empty/],
    ['a field that means nothing here', { purpose: 'batch', file: jsonl(), x: '1' }, /"x"/],
    ['too short a life', { file: jsonl(), expires_in_seconds: '5' }, /expires_in_seconds: must be at least 3600 s/],
    ['too long a life', { file: jsonl(), expires_in_seconds: '2592001' }, /up to 2592000 s/],
    ['a life that is no number', { file: jsonl(), expires_in_seconds: '1e9' }, /must be a whole number/],
  ];
  for (const [name, fields, pattern] of REFUSED) {
    test(`fails with ${name}`, async () => {
      const { status, json } = await open().upload(fields);
      assert.equal(status, 400);
      assert.match(json.error.message, pattern);
    });
  }

  test('fails as a form that is none', async () => {
    const { call } = open();
    for (const headers of [
      { 'content-type': 'multipart/form-data' },
      { 'content-type': 'multipart/form-data; boundary=x' },
    ]) {
      const { status, json } = await call('POST', '/v1/files', { rawBody: 'whatever', headers });
      assert.deepEqual([status, json.error.code], [400, 'invalid_request']);
      assert.match(json.error.message, /multipart\/form-data/);
    }
  });

  test('is answered once for its Idempotency-Key, whatever the boundary of the form', async () => {
    const { upload, objects } = open();
    const headers = { 'idempotency-key': 'k1' };
    const first = await upload({ purpose: 'batch', file: jsonl('x'.repeat(5_000_000)) }, headers);
    const again = await upload({ purpose: 'batch', file: jsonl('x'.repeat(5_000_000)) }, headers);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.deepEqual(again.json, first.json);
    assert.equal(objects.objects.size, 1);
    const other = await upload({ purpose: 'batch', file: jsonl('y') }, headers);
    assert.equal(other.status, 422);
  });
});

describe('a file that would not come through the gateway', () => {
  const announce = (api: ReturnType<typeof open>, body: object = {}, headers: Record<string, string> = {}) =>
    api.call('POST', '/v1/files', { body: { filename: 'big.jsonl', purpose: 'batch', bytes: 3, ...body }, headers });

  test('gets a URL to be sent to, and is there once its bytes are', async () => {
    const api = open();
    const { json } = await announce(api);
    assert.deepEqual([json.status, json.bytes], ['pending', 3]);
    assert.equal(json.upload_url, `https://objects.test/files/${json.id}?bytes=3`);
    assert.equal(json.upload_expires_at, json.created_at + 3600);
    assert.equal((await api.get(json.id)).json.status, 'pending');
    const early = await api.content(json.id);
    assert.deepEqual([early.status, early.json.error.code], [409, 'conflict']);
    await api.objects.write(`files/${json.id}`, new Blob(['abc']).stream());
    assert.equal((await api.list()).json.data[0].status, 'pending');
    const { upload_url: _u, upload_expires_at: _e, ...file } = json;
    assert.deepEqual((await api.get(json.id)).json, { ...file, status: 'processed' });
    assert.equal((await api.list()).json.data[0].status, 'processed');
    assert.equal((await api.content(json.id)).status, 307);
  });

  test('is told the same in the words of Anthropic', async () => {
    const { json } = await announce(open(), {}, ANTHROPIC);
    assert.deepEqual([json.type, json.status, json.size_bytes], ['file', 'pending', 3]);
    assert.equal(json.upload_expires_at, '2026-11-22T13:00:00.000Z');
  });

  test('gets a URL of this service where that serves objects itself', async () => {
    const api = open();
    const objects = { ...api.objects, uploadUrl: async () => '/_objects/token' };
    const { json } = await announce(open({ objects }), {}, { host: '127.0.0.1:3007' });
    assert.equal(json.upload_url, 'http://127.0.0.1:3007/_objects/token');
  });

  test('fails if it is larger than files may be', async () => {
    const api = open({ settings: parseSettings({ maxBatchBytes: 10 }) });
    assert.equal((await announce(api, { bytes: 10 })).status, 200);
    const { status, json } = await announce(api, { bytes: 11 });
    assert.deepEqual([status, json.error.code, json.error.param], [413, 'request_too_large', 'bytes']);
    assert.equal((await api.upload({ file: jsonl('x'.repeat(11)) })).status, 413);
  });

  test('fails without its size, or with another purpose', async () => {
    const api = open();
    assert.equal((await announce(api, { bytes: undefined })).status, 400);
    assert.equal((await announce(api, { bytes: 0 })).status, 400);
    assert.equal((await announce(api, { purpose: 'vision' })).status, 400);
  });
});

describe('files', () => {
  test('are listed in pages, by the words of all clients', async () => {
    const { upload, list } = open();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await upload({ file: jsonl() })).json.id);
    const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
    const first = (await list({ limit: '2' })).json;
    assert.deepEqual(idsOf(first), ids.slice(0, 2));
    assert.deepEqual([first.has_more, first.first_id, first.last_id], [true, ids[0], ids[1]]);
    assert.equal(first.next_page, ids[1]);
    for (const name of ['after', 'after_id', 'page']) {
      const second = (await list({ limit: '10000', [name]: ids[1] ?? '' }, ANTHROPIC)).json;
      assert.deepEqual([idsOf(second), second.has_more, second.next_page], [ids.slice(2), false, null]);
    }
    assert.deepEqual(idsOf((await list({ before_id: ids[3] ?? '', limit: '2', beta: 'true' })).json), ids.slice(1, 3));
    assert.deepEqual(idsOf((await list({ order: 'asc', limit: '1' })).json), ids.slice(4));
    assert.deepEqual(idsOf((await list({ purpose: 'batch_output' })).json), []);
    assert.equal((await list({ limit: '0' })).status, 400);
    assert.equal((await list({ purpose: 'vision' })).status, 400);
  });

  test('are sent on to, as leave enough for ten minutes', async () => {
    const { upload, content } = open();
    const { id } = (await upload({ purpose: 'batch', file: jsonl() })).json;
    const { status, headers, json } = await content(id);
    assert.equal(status, 307);
    assert.equal(headers['location'], `https://objects.test/files/${id}?name=in.jsonl`);
    assert.equal(headers['cache-control'], 'no-store');
    assert.deepEqual(json, { url: headers['location'] });
  });

  test('are deleted with their bytes', async () => {
    const { upload, remove, get, objects } = open();
    const { id } = (await upload({ file: jsonl() })).json;
    assert.deepEqual((await remove(id)).json, { id, object: 'file', deleted: true });
    assert.equal(objects.objects.size, 0);
    assert.equal((await remove(id)).status, 404);
    assert.equal((await get(id)).status, 404);
    const other = (await upload({ file: jsonl() })).json.id;
    assert.deepEqual((await remove(other, { headers: ANTHROPIC })).json, { id: other, type: 'file_deleted' });
  });

  test('of another tenant are not there', async () => {
    const { upload, get, content, remove, call, objects } = open();
    const { id } = (await upload({ file: jsonl() })).json;
    for (const asked of [get, content, remove]) assert.equal((await asked(id, { caller: STRANGER })).status, 404);
    assert.deepEqual((await call('GET', '/v1/files', { caller: STRANGER })).json.data, []);
    assert.equal(objects.objects.size, 1);
  });
});
