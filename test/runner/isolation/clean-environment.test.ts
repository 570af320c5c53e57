import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanEnvironment } from '#runner/isolation/clean-environment.ts';

test('fails outside of the image, where it would end its caller’s session', async () => {
  await assert.rejects(cleanEnvironment({ directory: '/nowhere' }), /may only run in the image/);
});
