import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSecretReader } from '#adapters/secrets/secret-reader.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { startSecretsEdge } from '#test/fakes/secrets-edge.ts';

const start = async (t: TestContext) => {
  const edge = await startSecretsEdge();
  t.after(() => edge.close());
  const clock = createFakeClock();
  const readSecret = createSecretReader({ clock, ...awsClientConfig(edge.endpoint) });
  return { edge, clock, readSecret };
};

test('a secret is read once, also by many at once, until it is five minutes old', async (t) => {
  const { edge, clock, readSecret } = await start(t);
  edge.secrets.set('arn:one', 'old');
  assert.deepEqual(await Promise.all([readSecret('arn:one'), readSecret('arn:one')]), ['old', 'old']);
  edge.secrets.set('arn:one', 'new');
  clock.advance(299_999);
  assert.equal(await readSecret('arn:one'), 'old');
  assert.equal(edge.reads.length, 1);
  clock.advance(1);
  assert.equal(await readSecret('arn:one'), 'new');
});

test('fails as unavailable when there is no secret, and looks again the next time', async (t) => {
  const { edge, readSecret } = await start(t);
  await assert.rejects(readSecret('arn:one'), { code: 'unavailable' });
  edge.secrets.set('arn:one', 'now there');
  assert.equal(await readSecret('arn:one'), 'now there');
});
