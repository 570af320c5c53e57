import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const PACKAGE = '@anthropic-ai/claude-code';
const FOLDERS = ['.', 'docker/claude'];
const SCRIPTS = ['.ci/raise-claude.ts', '.ci/complete-lockfile.ts'];

interface Locked {
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockfileOf = (folder: string): { readonly packages: Readonly<Record<string, Locked>> } =>
  JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));

const present = lockfileOf('.').packages[`node_modules/${PACKAGE}`]?.optionalDependencies ?? {};

/** What a registry says of a package of which it has one version. */
const packument = (name: string, version: string) => {
  const optionalDependencies = Object.fromEntries(Object.keys(present).map((platform) => [platform, version]));
  const manifest = {
    name,
    version,
    dist: { tarball: `http://127.0.0.1/${name}.tgz`, shasum: '0'.repeat(40) },
    ...(name === PACKAGE && { optionalDependencies }),
  };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: manifest } };
};

/** Stands in for a registry that has the CLI for Linux only, as a mirror may. */
const startRegistry = (version: string) =>
  startLoopbackServer((request, response) => {
    const name = decodeURIComponent(request.url?.slice(1) ?? '');
    const isThere = name === PACKAGE || name.startsWith(`${PACKAGE}-linux-`);
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isThere ? packument(name, version) : {}));
  });

test('one command raises the version of the CLI everywhere, also in lockfiles and for every platform', async (t) => {
  const project = await temporaryFolder(t);
  const files = FOLDERS.flatMap((folder) => [join(folder, 'package.json'), join(folder, 'package-lock.json')]);
  for (const file of [...files, ...SCRIPTS]) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    cpSync(file, join(project, file));
  }
  const registry = await startRegistry('99.1.2');
  t.after(() => registry.close());

  await execa(process.execPath, ['.ci/raise-claude.ts', '99.1.2'], {
    cwd: project,
    env: { npm_config_registry: registry.endpoint, npm_config_cache: join(project, 'cache') },
  });

  for (const folder of FOLDERS) {
    const manifest = JSON.parse(readFileSync(join(project, folder, 'package.json'), 'utf8'));
    assert.equal(manifest.dependencies[PACKAGE], '99.1.2');
    const before = lockfileOf(folder).packages;
    const after = lockfileOf(join(project, folder)).packages;
    assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort());
    for (const [path, { version }] of Object.entries(after)) {
      const isOfCli = path.startsWith(`node_modules/${PACKAGE}`);
      assert.equal(version, isOfCli ? '99.1.2' : before[path]?.version, path);
    }
    assert.doesNotMatch(readFileSync(join(project, folder, 'package-lock.json'), 'utf8'), /"resolved"/);
  }
});

test('fails on what is no version', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['.ci/raise-claude.ts', 'latest'], { reject: false });
  assert.equal(exitCode, 1);
  assert.match(stderr, /expected a version such as .*, got "latest"/);
});
