import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { removeTree } from '#runner/claude/remove-tree.ts';

/** A directory to remove things from; and another, which nothing here may touch. */
const makeDirectories = async (t: TestContext) => {
  const root = await mkdtemp(join(tmpdir(), 'remove-tree-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [tree, outside] = [join(root, 'tree'), join(root, 'outside')];
  await Promise.all([mkdir(tree), mkdir(outside)]);
  await writeFile(join(outside, 'file'), 'kept');
  await chmod(outside, 0o750);
  return { root, tree, outside };
};

test('what its owner may not write to is removed', async (t) => {
  const { root, tree } = await makeDirectories(t);
  await mkdir(join(tree, 'closed', 'inner'), { recursive: true });
  await writeFile(join(tree, 'closed', 'inner', 'file'), '');
  await chmod(join(tree, 'closed', 'inner'), 0);
  await chmod(join(tree, 'closed'), 0o500);
  await removeTree(tree);
  assert.deepEqual(await readdir(root), ['outside']);
});

test('nothing is changed through a link, wherever it is', async (t) => {
  const { root, tree, outside } = await makeDirectories(t);
  await mkdir(join(tree, 'closed'));
  await symlink(outside, join(tree, 'closed', 'link'));
  await symlink(join(outside, 'file'), join(tree, 'closed', 'file'));
  await chmod(join(tree, 'closed'), 0o500);
  await removeTree(tree);
  await symlink(outside, tree);
  await removeTree(tree);
  assert.deepEqual(await readdir(root), ['outside']);
  assert.equal(await readFile(join(outside, 'file'), 'utf8'), 'kept');
  assert.equal((await stat(outside)).mode & 0o777, 0o750);
});

test('what is not there is no failure', async (t) => {
  const { root } = await makeDirectories(t);
  await removeTree(join(root, 'nothing'));
});
