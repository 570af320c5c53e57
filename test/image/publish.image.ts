import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { pushedImages } from './pushed-images.ts';
import { requiredVariable } from './required-variable.ts';
import { startAwsEdges } from './start-aws-edges.ts';
import { startRegistry } from './start-registry.ts';

const STACK = 'headless-claude';

test('what the stack publishes is the image that was tested', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'publish-'));
  t.after(() => rm(directory, { recursive: true }));
  const registry = await startRegistry(directory);
  t.after(() => registry.close());
  const aws = await startAwsEdges(registry.address);
  t.after(() => aws.close());

  const registries = join(directory, 'registries.conf');
  await writeFile(registries, `[[registry]]\nlocation = "${registry.address}"\ninsecure = true\n`);
  const env = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    CDK_DOCKER: 'podman',
    CONTAINERS_REGISTRIES_CONF: registries,
    REGISTRY_AUTH_FILE: join(directory, 'auth.json'),
  };
  const assembly = join(directory, 'cdk.out');
  const context = `headless-claude=${JSON.stringify({ runner: { architecture: 'x86_64' } })}`;
  await execa('cdk', ['synth', '--quiet', '--output', assembly, '--context', context], { env });
  await execa('cdk', ['publish-assets', STACK, '--unstable=publish-assets', '--app', assembly], { env });

  const [pushed, ...others] = await pushedImages(registry.address);
  assert.ok(pushed && others.length === 0);
  t.diagnostic(`${Math.round(pushed.compressedMb)} MB compressed`);
  assert.equal(pushed.architecture, 'amd64');
  const format = '{{range .RootFS.Layers}}{{println .}}{{end}}';
  const tested = await execa('podman', ['image', 'inspect', '--format', format, requiredVariable('IMAGE')], {
    lines: true,
  });
  assert.deepEqual(
    pushed.layers,
    tested.stdout.filter((line) => line !== ''),
  );
});
