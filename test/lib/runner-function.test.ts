import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Aspects } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import { PROJECT_ROOT } from '#lib/project-root.ts';
import { createStack } from './synthesize.ts';

type Created = ReturnType<typeof createStack>;

const functionOf = ({ stack }: Created): CfnFunction => stack.node.findChild('Runner').node.defaultChild as CfnFunction;

const attempts: Readonly<Record<string, (created: Created) => void>> = {
  'by a property': (created) => {
    functionOf(created).tenancyConfig = undefined;
  },
  'by an override': (created) => functionOf(created).addPropertyDeletionOverride('TenancyConfig'),
  'by another mode': (created) =>
    functionOf(created).addPropertyOverride('TenancyConfig.TenantIsolationMode', 'PER_NOBODY'),
  'by an aspect': ({ stack }) =>
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnFunction) node.tenancyConfig = undefined;
      },
    }),
};

for (const [how, attempt] of Object.entries(attempts)) {
  test(`fails to synthesize when tenants would share environments, ${how}`, () => {
    const created = createStack({});
    attempt(created);
    assert.throws(() => created.app.synth(), /tenants would share execution environments/);
  });
}

interface ImageSource {
  readonly platform: string;
  readonly dockerBuildArgs?: Readonly<Record<string, string>>;
}

/** How the runner's image would be built. */
const imageOf = (options: object): ImageSource | undefined => {
  const { artifacts } = createStack(options).app.synth();
  const [manifest] = artifacts.filter((artifact) => artifact instanceof AssetManifestArtifact);
  const { dockerImages } = JSON.parse(readFileSync(manifest?.file ?? '', 'utf8'));
  const [image, ...others] = Object.values<{ source: ImageSource }>(dockerImages);
  assert.deepEqual(others, []);
  return image?.source;
};

test('the image is built for arm64, without packages for the agent, unless options say otherwise', () => {
  const image = imageOf({});
  assert.deepEqual([image?.platform, image?.dockerBuildArgs], ['linux/arm64', undefined]);
});

test('the image is built for the architecture, and with the packages, that the options name', () => {
  const image = imageOf({ runner: { architecture: 'x86_64', packages: ['python3', 'g++'] } });
  assert.equal(image?.platform, 'linux/amd64');
  assert.deepEqual(image?.dockerBuildArgs, { AGENT_PACKAGES: 'python3 g++' });
  assert.match(readFileSync(join(PROJECT_ROOT, 'docker/Dockerfile'), 'utf8'), /^ARG AGENT_PACKAGES=/m);
});
