import assert from 'node:assert/strict';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDataDir } from '#local/open-data-dir.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a data folder is made with all that is above it, for its owner only', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b');
  const { dataDir, unlock } = await openDataDir(path);
  t.after(unlock);
  assert.equal(dataDir, path);
  assert.equal((await stat(path)).mode & 0o777, 0o700);
});

test('fails for a file, and leaves it as it is', async (t) => {
  const path = join(await temporaryFolder(t), 'file');
  await writeFile(path, '', { mode: 0o644 });
  await assert.rejects(openDataDir(path), { name: 'StartError', message: /^DATA_DIR .*file cannot be used: EEXIST/ });
  await assert.rejects(openDataDir(join(path, 'below')), {
    name: 'StartError',
    message: /file\/below cannot be used: EEXIST/,
  });
  assert.equal((await stat(path)).mode & 0o777, 0o644);
});

test('fails at once where no folder can be made', { skip: process.platform !== 'linux', timeout: 10_000 }, async () => {
  const message = /^DATA_DIR \/proc\/x\/y cannot be used: ENOENT/;
  await assert.rejects(openDataDir('/proc/x/y'), { name: 'StartError', message });
});

test('a data folder that another version has written to is refused, and left as it is', async (t) => {
  const path = await temporaryFolder(t);
  const open = async () => (await openDataDir(path)).unlock();
  await open();
  await mkdir(join(path, 'table'));
  await open();
  for (const spoil of [
    () => writeFile(join(path, 'format'), '1'),
    () => writeFile(join(path, 'format'), '3'),
    () => rm(join(path, 'format')),
  ]) {
    await spoil();
    await assert.rejects(openDataDir(path), {
      name: 'StartError',
      message: /another version.* Set DATA_DIR to another/,
    });
  }
  assert.deepEqual(await readdir(path), ['table']);
});
