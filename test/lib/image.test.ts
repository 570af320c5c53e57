import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '#lib/project-root.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(PROJECT_ROOT, path), 'utf8')) as T;
const versionsOf = ({ dependencies, devDependencies }: Manifest) => ({ ...dependencies, ...devDependencies });

const project = readJson<Manifest>('package.json');
const PARTS = ['claude', 'ric', 'runner'];

for (const part of PARTS) {
  const lockfile = readJson<{ packages: Readonly<Record<string, Manifest & { version?: string }>> }>(
    `docker/${part}/package-lock.json`,
  );

  test(`docker/${part} has no other version of a package than the project`, () => {
    for (const [name, version] of Object.entries(versionsOf(readJson<Manifest>(`docker/${part}/package.json`)))) {
      assert.equal(version, versionsOf(project)[name] ?? version, name);
      assert.equal(lockfile.packages[`node_modules/${name}`]?.version, version, name);
    }
  });

  test(`docker/${part}'s lockfile names no registry`, () => {
    assert.doesNotMatch(JSON.stringify(lockfile), /"resolved"/);
  });
}

test('the image has the version of the CLI that the project names, for both architectures', () => {
  const cli = project.dependencies?.['@anthropic-ai/claude-code'];
  const { packages } = readJson<{ packages: Record<string, { version: string }> }>('docker/claude/package-lock.json');
  for (const architecture of ['arm64', 'x64']) {
    assert.equal(packages[`node_modules/@anthropic-ai/claude-code-linux-${architecture}`]?.version, cli);
  }
});

test("the runner's bundle is made of nothing but what docker/runner installs", async () => {
  const { metafile } = await build({
    entryPoints: [join(PROJECT_ROOT, 'lambda/runner/handler.ts')],
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const { packages } = readJson<{ packages: Record<string, unknown> }>('docker/runner/package-lock.json');
  const files = Object.keys(metafile.inputs);
  assert.ok(files.includes('lambda/runner/handler.ts'));
  for (const file of files) {
    const [installed] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    const isSource = /^lambda\/(core|gate|runner)\/|^lambda\/environment\.ts$|^package\.json$/.test(file);
    assert.ok(installed === undefined ? isSource : installed in packages, `${file} is not in the image's build`);
  }
});
