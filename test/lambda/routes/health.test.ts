import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VERSION } from '#lambda/version.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

describe('GET /health', () => {
  const failing = async () => {
    throw new Error('secret of the table');
  };

  test('live says that the function runs, whatever it depends on', async () => {
    const { call } = createTestApi(HELLO, { checkTable: failing });
    const { status, json } = await call('GET', '/health/live', { caller: null });
    assert.deepEqual([status, json], [200, { status: 'ok', version: VERSION }]);
  });

  test('ready says that there are a table and a CLI', async () => {
    const { status, json } = await createTestApi().call('GET', '/health/ready', { caller: null });
    const checks = { table: 'ok', cli: '0.0.0 (scripted)' };
    assert.deepEqual([status, json], [200, { status: 'ok', version: VERSION, checks }]);
  });

  for (const [what, overrides] of [
    ['table', { checkTable: failing }],
    ['cli', { runner: { ...createScriptedRunner([]), version: failing } }],
  ] as const) {
    test(`fails to be ready without the ${what}, and does not say why`, async () => {
      const { status, json, text } = await createTestApi(HELLO, overrides).call('GET', '/health/ready', {
        caller: null,
      });
      assert.deepEqual([status, json.status, json.checks[what]], [503, 'unavailable', 'unavailable']);
      assert.doesNotMatch(text, /secret/);
    });
  }
});
