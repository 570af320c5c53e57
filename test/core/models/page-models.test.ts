import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { ModelListQuery } from '#core/models/model-list-query.ts';
import { pageModels } from '#core/models/page-models.ts';

const IDS = MODEL_CATALOG.map(({ id }) => id);
const page = (query: object) => {
  const { models, hasMore } = pageModels(MODEL_CATALOG, ModelListQuery.parse(query));
  return [models.map(({ id }) => id), hasMore];
};

test('without a limit there is one page', () => {
  assert.deepEqual(page({}), [IDS, false]);
});

test('pages forward meet without gap or overlap, whichever name the cursor has', () => {
  assert.deepEqual(page({ limit: '2' }), [IDS.slice(0, 2), true]);
  assert.deepEqual(page({ limit: '2', after_id: IDS[1] }), [IDS.slice(2, 4), true]);
  assert.deepEqual(page({ limit: '2', after: IDS[3] }), [IDS.slice(4), false]);
  assert.deepEqual(page({ after: IDS.at(-1) }), [[], false]);
});

test('pages backward end right before the model, in the same order', () => {
  assert.deepEqual(page({ limit: '2', before_id: IDS[4] }), [IDS.slice(2, 4), true]);
  assert.deepEqual(page({ limit: '2', before_id: IDS[2] }), [IDS.slice(0, 2), false]);
  assert.deepEqual(page({ limit: '2', before_id: IDS[0] }), [[], false]);
});

for (const query of [{ after_id: 'gpt-4' }, { after: 'gpt-4' }, { before_id: 'gpt-4' }]) {
  test(`fails for ${JSON.stringify(query)}, which is no model here`, () =>
    assert.throws(() => page(query), { code: 'invalid_request', message: /there is no model "gpt-4" here/ }));
}
