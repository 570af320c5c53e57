import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFolder } from '#local/lock-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

test("a folder is one process's at a time", async (t) => {
  const folder = await temporaryFolder(t);
  const unlock = await lockFolder(folder);
  await assert.rejects(lockFolder(folder), { name: 'StartError', message: /in use by another headless-claude/ });
  await unlock();
  await (await lockFolder(folder))();
});

test('a folder may have a path too long for a socket, and leaves nothing behind', async (t) => {
  const folder = join(await temporaryFolder(t), 'x'.repeat(200));
  await mkdir(folder);
  const unlock = await lockFolder(folder);
  await assert.rejects(lockFolder(folder), { name: 'StartError', message: /in use by another headless-claude/ });
  await unlock();
  assert.deepEqual(await readdir(folder), []);
});

test('a folder is the same by another path', async (t) => {
  const parent = await temporaryFolder(t);
  const [folder, link] = [join(parent, 'folder'), join(parent, 'link')];
  await mkdir(folder);
  await symlink(folder, link);
  t.after(await lockFolder(folder));
  await assert.rejects(lockFolder(link), { name: 'StartError', message: /in use by another headless-claude/ });
});

test('a process that was killed has given its folder back', async (t) => {
  const folder = await temporaryFolder(t);
  const hold = `require('node:net').createServer().listen(${JSON.stringify(join(folder, 'lock'))}, () => console.log('held'))`;
  const child = spawn(process.execPath, ['-e', hold], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await assert.rejects(lockFolder(folder), { name: 'StartError' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lockFolder(folder))();
});

test('fails with a clear message where there can be no lock', async (t) => {
  const folder = join(await temporaryFolder(t), 'missing');
  await assert.rejects(lockFolder(folder), { name: 'StartError', message: /cannot be locked/ });
});
