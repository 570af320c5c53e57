import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { createPrivateDirectory } from '#runner/claude/private-directory.ts';
import { removeLeftovers } from '#runner/claude/remove-leftovers.ts';

test('what a killed service has left is removed, with what still runs there; nothing else is', async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'leftovers-'));
  t.after(() => rm(parent, { recursive: true }));
  const dead = execa('true');
  await dead;
  const left = `headless-claude-${dead.pid}-1700000000000-abcdef`;
  const leftByPredecessor = `headless-claude-${process.pid}-1700000000000-abcdef`;
  const kept = [`headless-claude-${process.ppid}-1700000000000-abcdef`, 'headless-claude-abcdef', 'other'];
  for (const name of [left, leftByPredecessor, ...kept]) await mkdir(join(parent, name));
  const { root } = await createPrivateDirectory(parent);
  const orphan = execa('sleep', ['60'], { cwd: join(parent, left), reject: false });
  t.after(() => orphan.kill('SIGKILL'));
  await new Promise((resolve) => orphan.nodeChildProcess.once('spawn', resolve));

  await removeLeftovers(parent);
  assert.deepEqual(
    (await readdir(parent)).map((name) => join(parent, name)).sort(),
    [...kept.map((name) => join(parent, name)), root].sort(),
  );
  assert.equal((await orphan).signal, 'SIGKILL');
});
