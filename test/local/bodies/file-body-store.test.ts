import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { expireBodies } from '#local/bodies/expire-bodies.ts';
import { createFileBodyStore } from '#local/bodies/file-body-store.ts';
import { testBodyStore } from '#test/contracts/body-store-contract.ts';

const parent = await mkdtemp(join(tmpdir(), 'bodies-test-'));
after(() => rm(parent, { recursive: true, force: true }));
let folders = 0;

const newFolder = () => {
  folders += 1;
  return join(parent, String(folders), 'bodies');
};

suite('file body store', () => testBodyStore(() => createFileBodyStore(newFolder())));

test('fails a key that leads out of the folder, and touches nothing', async () => {
  const folder = newFolder();
  const store = createFileBodyStore(folder);
  for (const key of ['../x', 'a/../../x', '/etc/x', '..', '.', '', `${folder}-beside`]) {
    await assert.rejects(store.put(key, 'x'), /leads out/, key);
    await assert.rejects(store.get(key), /leads out/, key);
    await assert.rejects(store.delete(key), /leads out/, key);
  }
  await assert.rejects(stat(folder), { code: 'ENOENT' });
});

test('bodies and their folder are for their owner only, and no draft is left', async () => {
  const folder = newFolder();
  await createFileBodyStore(folder).put('prompts/p1', 'x');
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, 'prompts', 'p1'))).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(folder, 'prompts')), ['p1']);
});

test('a body is whole, old or new, while it is being replaced', async () => {
  const store = createFileBodyStore(newFolder());
  const [old, young] = ['a'.repeat(1_000_000), 'b'.repeat(1_000_000)];
  await store.put('k', old);
  const replacing = store.put('k', young);
  const seen = await Promise.all(Array.from({ length: 10 }, () => store.get('k')));
  await replacing;
  assert.ok(seen.every((text) => text === old || text === young));
  assert.equal(await store.get('k'), young);
});

test('bodies written before a time expire, younger ones stay', async () => {
  const folder = newFolder();
  await expireBodies(folder, 1_000_000);
  const store = createFileBodyStore(folder);
  await store.put('prompts/old', 'x');
  await store.put('prompts/young', 'y');
  await utimes(join(folder, 'prompts/old'), 999, 999);
  await utimes(join(folder, 'prompts/young'), 1_000, 1_000);
  await expireBodies(folder, 1_000_000);
  assert.deepEqual(await readdir(join(folder, 'prompts')), ['young']);
});
