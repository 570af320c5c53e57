import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { listen } from '#local/listen.ts';
import { createFileObjectStore } from '#local/objects/file-object-store.ts';
import { loadObjectLinks } from '#local/objects/object-links.ts';
import { serveObjects } from '#local/objects/serve-objects.ts';
import { testObjectStore } from '#test/contracts/object-store-contract.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const dataDir = await temporaryFolder({ after });
const folder = join(dataDir, 'objects');
const clock = createFakeClock();
const links = await loadObjectLinks(dataDir, clock);
const objects = createFileObjectStore(folder, links);
const reports: unknown[] = [];
const server = await listen('127.0.0.1', 0);
after(server.close);
server.serve(serveObjects({ objects, links, allowedOrigin: '*', report: (...args) => reports.push(args) }));
const { baseUrl } = server;

const uploadUrl = async (key: string, bytes: number) =>
  baseUrl + (await objects.uploadUrl({ key, bytes, expiresInSeconds: 60 }));
const downloadUrl = async (key: string) =>
  baseUrl + (await objects.downloadUrl({ key, filename: 'x', expiresInSeconds: 60 }));

suite('file object store', () => testObjectStore(objects, { baseUrl }));

test('objects, their folder and the key of links are for their owner only, and no draft is left', async () => {
  await fetch(await uploadUrl('private/a', 1), { method: 'PUT', body: 'a' });
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, 'private/a'))).mode & 0o777, 0o600);
  assert.equal((await stat(join(dataDir, 'object-key'))).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(folder, 'private')), ['a']);
});

test('fails an upload of another size, or without one, and keeps nothing of it', async () => {
  for (const body of ['', 'ab', 'abcd']) {
    const response = await fetch(await uploadUrl('sized/a', 3), { method: 'PUT', body });
    assert.equal(response.status, 403);
    assert.match(await response.text(), /exactly 3 bytes/);
  }
  const chunked = await fetch(await uploadUrl('sized/a', 3), {
    method: 'PUT',
    body: new Blob(['abc']).stream(),
    duplex: 'half',
  } as RequestInit);
  assert.equal(chunked.status, 403);
  assert.equal(await objects.sizeBytes('sized/a'), undefined);
});

test('an upload that is broken off leaves nothing, and is no fault of ours', async () => {
  const outgoing = request(await uploadUrl('broken/a', 1_000_000), {
    method: 'PUT',
    headers: { 'content-length': 1_000_000 },
  });
  outgoing.on('error', () => {});
  outgoing.write('x'.repeat(100_000));
  while ((await readdir(join(folder, 'broken')).catch(() => [])).length === 0);
  outgoing.destroy();
  while ((await readdir(join(folder, 'broken'))).length > 0);
  assert.deepEqual(reports, []);
});

test('fails a link of another method', async () => {
  await objects.write('method/a', new Blob(['a']).stream());
  assert.equal((await fetch(await uploadUrl('method/a', 1))).status, 403);
  assert.equal((await fetch(await downloadUrl('method/a'), { method: 'PUT', body: 'x' })).status, 403);
  assert.equal((await fetch(await downloadUrl('method/a'), { method: 'DELETE' })).status, 403);
  assert.equal(await objects.sizeBytes('method/a'), 1);
});

test('fails a link once its time is over', async () => {
  await objects.write('old/a', new Blob(['a']).stream());
  const url = await downloadUrl('old/a');
  assert.equal((await fetch(url)).status, 200);
  clock.advance(61_000);
  const late = await fetch(url);
  assert.deepEqual([late.status, ((await late.json()) as { code: string }).code], [403, 'permission_denied']);
});

test('fails a link that was changed, made up, or signed by another service', async () => {
  await objects.write('forged/a', new Blob(['a']).stream());
  const url = await downloadUrl('forged/a');
  const [head = '', payload = '', signature = ''] = url.split('.').slice(-3);
  const other = Buffer.from(JSON.stringify({ method: 'GET', key: 'forged/b', filename: 'x', exp: 9_999_999_999 }));
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const elsewhere = await loadObjectLinks(await temporaryFolder({ after }), clock);
  const forged = [
    url.replace(`.${payload}.`, `.${other.toString('base64url')}.`),
    url.slice(0, -signature.length),
    `${baseUrl}/_objects/${unsigned}.${payload}.`,
    `${baseUrl}/_objects/`,
    `${baseUrl}/_objects/${head}`,
    baseUrl + (await elsewhere.toUrl({ method: 'GET', key: 'forged/a', filename: 'x' }, 60)),
  ];
  for (const each of forged) assert.equal((await fetch(each)).status, 403, each);
});

test('links outlive the process that made them', async () => {
  const again = await loadObjectLinks(dataDir, clock);
  const link = { method: 'PUT', key: 'a', bytes: 1 } as const;
  assert.deepEqual(await again.read(await links.toUrl(link, 60)), link);
});

test('fails to read an object that was deleted with 404', async () => {
  await objects.write('gone/a', new Blob(['a']).stream());
  const url = await downloadUrl('gone/a');
  await objects.delete('gone/a');
  assert.equal((await fetch(url)).status, 404);
});

test('fails a key that leads out of the folder', async () => {
  await assert.rejects(objects.write('../x', new Blob(['a']).stream()), /leads out/);
  assert.throws(() => objects.read('../object-key'), /leads out/);
  await assert.rejects(objects.delete('/etc/x'), /leads out/);
});
