import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdminEnvironment, readEnvironment } from '#lambda/environment.ts';

test('only the named variables are read; an empty one counts as given', () => {
  const environment = { MODEL_PROVIDER: '', SETTINGS: '{}', PATH: '/bin' };
  assert.deepEqual(readEnvironment<AdminEnvironment>(['MODEL_PROVIDER', 'SETTINGS'], environment), {
    MODEL_PROVIDER: '',
    SETTINGS: '{}',
  });
});

test('fails for missing variables, naming all of them', () => {
  assert.throws(() => readEnvironment<AdminEnvironment>(['MODEL_PROVIDER', 'SETTINGS'], { SETTINGS: undefined }), {
    message: 'environment variables missing: MODEL_PROVIDER, SETTINGS',
  });
});
