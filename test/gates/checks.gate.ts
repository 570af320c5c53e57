import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';

const run = execa({ preferLocal: true, localDir: process.cwd(), reject: false });

/** Every TypeScript file of the project. */
const SOURCES = globSync(['**/*.ts', '.ci/*.ts'], { exclude: ['node_modules', 'cdk.out'] });

test('the compiler reads every TypeScript file', async () => {
  const { stdout } = await run('tsc', ['--listFilesOnly']);
  const read = new Set(stdout.split('\n').map((file) => relative(process.cwd(), file)));
  const unread = SOURCES.filter((file) => !read.has(file));
  assert.deepEqual(unread, []);
});

test('the linter reads every TypeScript file', async () => {
  const { stdout } = await run('biome', ['lint', '--reporter=json', ...SOURCES]);
  const { changed, unchanged } = JSON.parse(stdout).summary;
  assert.equal(changed + unchanged, SOURCES.length);
});

for (const gate of ['tsc', 'knip --treat-config-hints-as-errors']) {
  test(`fails when there is nothing to check: ${gate}`, async (t) => {
    const cwd = await mkdtemp(join(tmpdir(), 'nothing-to-check-'));
    t.after(() => rm(cwd, { recursive: true }));
    for (const file of ['.gitignore', 'biome.json', 'knip.json', 'package.json', 'tsconfig.json']) {
      await cp(file, join(cwd, file));
    }
    const [command = '', ...args] = gate.split(' ');
    const { exitCode } = await run(command, args, { cwd });
    assert.notEqual(exitCode, 0);
  });
}
