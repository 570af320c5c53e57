import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import manifest from '#package.json' with { type: 'json' };

/** Home folders, and the folders that this project was written in. */
const MACHINE_PATH = /(?:\/home|\/Users|[A-Z]:\\Users)[/\\]\w+[/\\]|\/work\/(?:main|shared)\b/;

test('no file names a folder of one machine', async () => {
  const found: string[] = [];
  const exclude = ['node_modules', '.git', 'cdk.out', '.headless-claude', 'test/gates'];
  for (const entry of globSync('**/*', { exclude, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && MACHINE_PATH.test(await readFile(file, 'utf8'))) found.push(file);
  }
  assert.deepEqual(found, []);
});

test('every dependency has an exact version', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  assert.deepEqual(
    versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    [],
  );
});

test('the lockfile names the packages of every platform: npm run lock changes nothing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lockfile-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp('package-lock.json', join(folder, 'package-lock.json'));
  await execa('node', [resolve('.ci/complete-lockfile.ts')], { cwd: folder });
  const [locked, completed] = await Promise.all([
    readFile('package-lock.json', 'utf8'),
    readFile(join(folder, 'package-lock.json'), 'utf8'),
  ]);
  assert.equal(completed, locked);
});

test("the README's commands exist", async () => {
  const readme = await readFile('README.md', 'utf8');
  for (const command of ['npm ci && npm start', 'npm ci && npm test']) assert.ok(readme.includes(command), command);
  assert.ok(manifest.scripts.start);
  assert.ok(manifest.scripts.test);
});
