import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import { credentialsPath, loadCredentials } from '#local/credentials.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ADDRESSES = { base_url: 'http://127.0.0.1:1', token_url: 'http://127.0.0.1:1/oauth2/token' };

test('the first start makes a client and a key, in a file that only its owner may read', async (t) => {
  const folder = await temporaryFolder(t);
  const credentials = await loadCredentials(folder, ADDRESSES);
  assert.ok(apiKeyPrefix(credentials.api_key));
  assert.match(credentials.client_id, /^[0-9a-f]{26}$/);
  assert.equal((await stat(credentialsPath(folder))).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(await readFile(credentialsPath(folder), 'utf8')), credentials);
  assert.deepEqual(await readdir(folder), ['credentials.json']);
});

test('later starts keep client and key; the addresses follow the port', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await loadCredentials(folder, ADDRESSES);
  const second = await loadCredentials(folder, { base_url: 'http://127.0.0.1:2' });
  const { token_url: _, ...secrets } = first;
  assert.deepEqual(second, { ...secrets, base_url: 'http://127.0.0.1:2' });
});

for (const damaged of ['', '{', '{}', '{"client_id":"a","client_secret":"b","api_key":"c"}']) {
  test(`fails for a file that holds ${JSON.stringify(damaged)}, and leaves it as it is`, async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(credentialsPath(folder), damaged);
    await assert.rejects(loadCredentials(folder, ADDRESSES), { name: 'StartError', message: /is damaged/ });
    assert.equal(await readFile(credentialsPath(folder), 'utf8'), damaged);
  });
}
