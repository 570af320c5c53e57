import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

describe('GET /v1/usage', () => {
  test('counts the prompts of the own tenant', async () => {
    const { ask, call } = createTestApi();
    await ask();
    await ask({}, { caller: STRANGER });
    const { status, json } = await call('GET', '/v1/usage');
    assert.equal(status, 200);
    assert.deepEqual([json.total.requests, json.total.cost_usd, json.data[0].day], [1, 0.000163, '2026-11-22']);
    const byModel = (await call('GET', '/v1/usage', { query: { group_by: 'model' } })).json;
    assert.equal(byModel.data[0].model, 'claude-haiku-4-5');
  });

  test('is told apart by a key of the prompts’ metadata, if that is one of the settings’', async () => {
    const { ask, call } = createTestApi();
    await ask({ metadata: { project: 'apollo', job: '7' } });
    await ask();
    const query = { group_by: 'metadata:project' };
    const { json } = await call('GET', '/v1/usage', { query });
    assert.deepEqual(
      json.data.map((row: { readonly metadata: object; readonly requests: number }) => [row.metadata, row.requests]),
      [[{ project: 'apollo' }, 1]],
    );
    assert.deepEqual([json.total.requests, json.time_zone], [2, 'UTC']);
    assert.equal((await call('GET', '/v1/usage', { query: { group_by: 'metadata:job' } })).status, 400);
  });

  test('fails for days in disorder', async () => {
    const query = { from: '2026-11-22', to: '2026-11-01' };
    assert.equal((await createTestApi().call('GET', '/v1/usage', { query })).status, 400);
  });
});
