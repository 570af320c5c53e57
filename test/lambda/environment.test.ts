import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuthorizerEnvironment, readEnvironment } from '#lambda/environment.ts';

test('only the named variables are read; an empty one counts as given', () => {
  const environment = { TABLE_NAME: '', SETTINGS: '{}', PATH: '/bin' };
  assert.deepEqual(readEnvironment<AuthorizerEnvironment>(['TABLE_NAME', 'SETTINGS'], environment), {
    TABLE_NAME: '',
    SETTINGS: '{}',
  });
});

test('fails for missing variables, naming all of them', () => {
  assert.throws(() => readEnvironment<AuthorizerEnvironment>(['TABLE_NAME', 'SETTINGS'], { SETTINGS: undefined }), {
    message: 'environment variables missing: TABLE_NAME, SETTINGS',
  });
});
