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
  const exclude = ['node_modules', 'cdk.out', 'test/gates'];
  for (const entry of globSync(['**/*', '.ci/*', '.githooks/*'], { exclude, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && MACHINE_PATH.test(await readFile(file, 'utf8'))) found.push(file);
  }
  assert.deepEqual(found, []);
});

for (const file of globSync(['package.json', 'docker/*/package.json'])) {
  test(`${file} names exact versions`, async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(file, 'utf8'));
    const versions = Object.values({ ...dependencies, ...devDependencies }).map(String);
    assert.deepEqual(
      versions.filter((version) => !/^(npm:@?[a-z/-]+@)?\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });
}

for (const file of globSync(['package-lock.json', 'docker/*/package-lock.json'])) {
  test(`${file} names the packages of every platform: completing it changes nothing`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'lockfile-'));
    t.after(() => rm(folder, { recursive: true }));
    const copy = join(folder, 'package-lock.json');
    await cp(file, copy);
    await execa(process.execPath, [resolve('.ci/complete-lockfile.ts')], { cwd: folder });
    assert.equal(await readFile(copy, 'utf8'), await readFile(file, 'utf8'));
  });
}

test("the README's commands exist", async () => {
  const readme = await readFile('README.md', 'utf8');
  for (const command of ['npm ci && npm start', 'npm ci && npm test']) assert.ok(readme.includes(command), command);
  assert.ok(manifest.scripts.start && manifest.scripts.test);
});
