import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { resolveModel } from '#core/models/resolve-model.ts';

const OFFERED = MODEL_CATALOG.filter(({ aliases }) => aliases.includes('sonnet') || aliases.includes('opus'));

for (const name of ['claude-sonnet-5-5', 'sonnet']) {
  test(`"${name}" is a name of Claude Sonnet 5.5`, () =>
    assert.equal(resolveModel(MODEL_CATALOG, name).displayName, 'Claude Sonnet 5.5'));
}

for (const name of ['haiku', 'Sonnet', 'claude-sonnet', '']) {
  test(`fails for "${name}", which is not offered, and says what is`, () => {
    assert.throws(() => resolveModel(OFFERED, name), {
      code: 'unknown_model',
      message: `There is no model "${name}" here. Use one of: claude-sonnet-5-5 or sonnet, claude-opus-5-5 or opus.`,
      fields: [{ pointer: '/model', message: `unknown model "${name}"` }],
    });
  });
}

test('no name in the catalog means two models', () => {
  const names = MODEL_CATALOG.flatMap(({ id, aliases }) => [id, ...aliases]);
  assert.equal(new Set(names).size, names.length);
});
