import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bedrockModelId } from '#core/models/bedrock-model-id.ts';
import { findBedrockModel } from '#core/models/find-bedrock-model.ts';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';

const [model] = MODEL_CATALOG;
assert.ok(model);

test('whatever the CLI calls a model at Bedrock, it is found', () => {
  const names = {
    'claude-sonnet-5-5': 'claude-sonnet-5-5',
    sonnet: 'claude-sonnet-5-5',
    'anthropic.claude-sonnet-5-5': 'claude-sonnet-5-5',
    'eu.anthropic.claude-sonnet-5-5': 'claude-sonnet-5-5',
    'us-gov.anthropic.claude-haiku-4-5-20251001-v1:0': 'claude-haiku-4-5',
    'anthropic.claude-haiku-4-5-v1': 'claude-haiku-4-5',
  };
  for (const [name, id] of Object.entries(names)) assert.equal(findBedrockModel(MODEL_CATALOG, name)?.id, id, name);
});

test('a model that is not offered is not found, however alike', () => {
  for (const name of ['claude-sonnet-5', 'eu.anthropic.claude-sonnet-5-6', 'anthropic.', '', 'meta.llama3-v1:0']) {
    assert.equal(findBedrockModel(MODEL_CATALOG, name), undefined, name);
  }
});

test('a model with a date in its id is the one of that date', () => {
  const dated = ['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'].map((id) => ({ ...model, id }));
  assert.equal(findBedrockModel(dated, 'us.anthropic.claude-3-5-sonnet-20241022-v2:0')?.id, dated[1]?.id);
});

test('the profile goes before the id of a model, and not before a whole id or an ARN', () => {
  assert.equal(bedrockModelId(model, 'global'), 'global.anthropic.claude-sonnet-5-5');
  const called = (bedrockId: string) => bedrockModelId({ ...model, bedrockId }, 'eu');
  assert.equal(called('anthropic.claude-x-v1:0'), 'eu.anthropic.claude-x-v1:0');
  assert.equal(called('us.anthropic.claude-x'), 'us.anthropic.claude-x');
  assert.equal(called('arn:aws:bedrock:x'), 'arn:aws:bedrock:x');
});

test('what a model is called at Bedrock is found again', () => {
  for (const offered of MODEL_CATALOG) {
    assert.equal(findBedrockModel(MODEL_CATALOG, bedrockModelId(offered, 'eu')), offered);
  }
});
