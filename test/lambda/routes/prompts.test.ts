import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

describe('GET /v1/prompts/{id}', () => {
  test('answers with what the prompt answered', async () => {
    const { ask, read } = createTestApi();
    const { json: answered } = await ask();
    assert.deepEqual((await read('prompt_000001')).json, answered);
  });

  test('fails for the id of another tenant as for one that there is not', async () => {
    const { ask, read, remove } = createTestApi();
    await ask();
    for (const attempt of [read, remove]) {
      const foreign = await attempt('prompt_000001', { caller: STRANGER });
      const absent = await attempt('prompt_000009');
      assert.deepEqual([foreign.status, foreign.json.code, absent.status], [404, 'not_found', 404]);
      assert.equal(foreign.text.replaceAll('prompt_000001', ''), absent.text.replaceAll('prompt_000009', ''));
    }
    assert.equal((await read('prompt_000001')).status, 200);
  });
});

describe('DELETE /v1/prompts/{id}', () => {
  test('deletes a prompt, once', async () => {
    const { ask, read, remove } = createTestApi();
    await ask();
    const { status, json } = await remove('prompt_000001');
    assert.deepEqual([status, json], [200, { id: 'prompt_000001', object: 'prompt', deleted: true }]);
    assert.equal((await read('prompt_000001')).status, 404);
    assert.equal((await remove('prompt_000001')).status, 404);
  });
});

describe('GET /v1/prompts', () => {
  const list = async (api: ReturnType<typeof createTestApi>, query: Record<string, string> = {}, caller = ALICE) =>
    api.call('GET', '/v1/prompts', { query, caller });

  test('lists the own prompts, newest first, without their texts', async () => {
    const api = createTestApi();
    await api.ask();
    await api.ask({}, { caller: STRANGER });
    await api.ask();
    const { status, json } = await list(api);
    assert.equal(status, 200);
    assert.deepEqual(
      [json.object, json.has_more, json.first_id, json.last_id],
      ['list', false, 'prompt_000003', 'prompt_000001'],
    );
    assert.deepEqual(
      json.data.map(({ id }: { id: string }) => id),
      ['prompt_000003', 'prompt_000001'],
    );
    for (const name of ['prompt', 'system', 'response']) assert.equal(name in json.data[0], false);
  });

  test('goes on after the last id of the page before', async () => {
    const api = createTestApi();
    for (let count = 0; count < 3; count += 1) await api.ask();
    const first = (await list(api, { limit: '2' })).json;
    const second = (await list(api, { limit: '2', after: first.last_id })).json;
    assert.deepEqual([first.data.length, first.has_more], [2, true]);
    assert.deepEqual([second.data.map(({ id }: { id: string }) => id), second.has_more], [['prompt_000001'], false]);
  });

  test('a page that its filters left empty still says where to go on', async () => {
    const api = createTestApi();
    const page = { prompts: [], hasMore: true, lastId: 'prompt_000007' };
    const filtering = createTestApi(HELLO, { prompts: { ...api.ports.prompts, list: async () => page } });
    const { json } = await list(filtering);
    assert.deepEqual(json, { object: 'list', data: [], has_more: true, first_id: null, last_id: 'prompt_000007' });
  });

  test('an empty list has neither a first nor a last id', async () => {
    const { json } = await list(createTestApi());
    assert.deepEqual(json, { object: 'list', data: [], has_more: false, first_id: null, last_id: null });
  });

  test('filters by time, model and status', async () => {
    const api = createTestApi();
    await api.ask();
    api.clock.advance(60_000);
    await api.ask({ model: 'haiku' });
    const idsOf = async (query: Record<string, string>) =>
      (await list(api, query)).json.data.map(({ id }: { id: string }) => id);
    assert.deepEqual(await idsOf({ model: 'claude-haiku-5-5' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ model: 'haiku' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ 'created_at[gte]': '2026-11-22T12:00:01Z' }), ['prompt_000002']);
    assert.deepEqual(await idsOf({ 'created_at[lte]': String(Date.UTC(2026, 10, 22, 12) / 1000) }), ['prompt_000001']);
    assert.deepEqual(await idsOf({ status: 'failed' }), []);
  });

  for (const query of [{ limit: '101' }, { model: 'gpt' }, { page: '2' }]) {
    test(`fails for ${JSON.stringify(query)}`, async () => {
      assert.equal((await list(createTestApi(), query as Record<string, string>)).status, 400);
    });
  }
});
