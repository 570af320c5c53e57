import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

/** Who may use two of the models. */
const CONFINED = { ...ALICE, models: ['claude-haiku-4-5', 'claude-opus-5-5'] };

describe('GET /v1/models', () => {
  test('lists the models in a shape that the SDKs of OpenAI and Anthropic read', async () => {
    const { json } = await createTestApi().call('GET', '/v1/models');
    assert.deepEqual([json.object, json.has_more, json.first_id], ['list', false, 'claude-sonnet-5-5']);
    assert.deepEqual(json.data[0], {
      id: 'claude-sonnet-5-5',
      object: 'model',
      type: 'model',
      created: 1_790_553_600,
      created_at: '2026-09-28T00:00:00.000Z',
      owned_by: 'anthropic',
      display_name: 'Claude Sonnet 5.5',
      aliases: ['sonnet'],
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      price_usd_per_million_tokens: { input: 2, output: 10, cache_read: 0.1, cache_write: 2.5 },
    });
  });

  test('lists what the deployment offers, and no more', async () => {
    const models = parseSettings({}).models.slice(0, 1);
    const { json } = await createTestApi(HELLO, { settings: parseSettings({ models }) }).call('GET', '/v1/models');
    assert.equal(json.data.length, 1);
  });

  test('lists what the caller may use, and pages by that', async () => {
    const { call } = createTestApi();
    const list = async (query: Readonly<Record<string, string>> = {}) =>
      (await call('GET', '/v1/models', { caller: CONFINED, query })).json;
    const ids = ({ data }: { readonly data: readonly { readonly id: string }[] }) => data.map(({ id }) => id);
    assert.deepEqual(ids(await list()), ['claude-opus-5-5', 'claude-haiku-4-5']);
    const first = await list({ limit: '1' });
    assert.deepEqual([ids(first), first.has_more], [['claude-opus-5-5'], true]);
    const second = await list({ limit: '1', after_id: first.last_id });
    assert.deepEqual([ids(second), second.has_more], [['claude-haiku-4-5'], false]);
  });
});

describe('GET /v1/models/{id}', () => {
  const read = (id: string, headers: Readonly<Record<string, string>> = {}, caller = ALICE) =>
    createTestApi().call('GET', '/v1/models/{id}', {
      ...{ path: `/v1/models/${id}`, pathParameters: { id }, headers, caller },
    });

  test('shows no model that the caller may not use', async () => {
    assert.equal((await read('claude-haiku-4-5', {}, CONFINED)).status, 200);
    assert.equal((await read('sonnet', {}, CONFINED)).status, 404);
  });

  test('shows a model by its id or alias', async () => {
    const byId = await read('claude-haiku-5-5');
    assert.deepEqual([byId.status, byId.json.id], [200, 'claude-haiku-5-5']);
    assert.deepEqual((await read('haiku')).json, byId.json);
  });

  test('fails for what is not offered, in the words of Anthropic to its clients and of OpenAI to all others', async () => {
    const anthropic = await read('gpt-4', { 'anthropic-version': '2023-06-01' });
    assert.deepEqual([anthropic.status, anthropic.json.error.type], [404, 'not_found_error']);
    const openAi = await read('gpt-4');
    assert.deepEqual([openAi.status, openAi.json.error.type], [404, 'invalid_request_error']);
  });
});
