import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { openTable } from '#local/table/open-table.ts';
import { startDynalite } from '#local/table/start-dynalite.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';

const newFolder = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'table-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'table');
};

const KEY = newApiKey().record;

test('what is in the table is there after a restart', async (t) => {
  const folder = await newFolder(t);
  const before = await openTable({ folder });
  await createApiKeyStore(before.table).create(KEY);
  await before.close();
  const after = await openTable({ folder });
  t.after(after.close);
  assert.deepEqual(await createApiKeyStore(after.table).find(KEY.prefix), KEY);
});

test('what was stored before a kill -9 is there after it, and the table can be used', async (t) => {
  const folder = await newFolder(t);
  const program = new URL('./count-until-killed.ts', import.meta.url).pathname;
  let counted = 0;
  for (let kills = 1; kills <= 2; kills += 1) {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    for await (const line of createInterface(child.stdout)) {
      counted = Math.max(counted, Number(line));
      if (counted >= 100 * kills) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    assert.equal(child.signalCode, 'SIGKILL');
  }
  const { table, close } = await openTable({ folder });
  t.after(close);
  const usage = createUsageStore(table);
  const [{ requests } = { requests: 0 }] = await usage.read('tenant-1', 'profile', '2026-11-22', '2026-11-22');
  // The second run repeated what the first had counted; the last of each may have been stored and not said.
  assert.ok(requests >= counted && requests <= counted + 1, `${requests} stored, ${counted} said`);
});

test("the table's folder is for its owner only", async (t) => {
  const folder = await newFolder(t);
  const { close } = await openTable({ folder });
  t.after(close);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

test('another endpoint is used instead, and its table left as it is', async (t) => {
  const first = await openTable();
  t.after(first.close);
  const endpoint = await first.table.documents.config.endpoint?.();
  assert.ok(endpoint);
  await createApiKeyStore(first.table).create(KEY);
  const second = await openTable({ endpoint: `http://${endpoint.hostname}:${endpoint.port}` });
  assert.deepEqual(await createApiKeyStore(second.table).find(KEY.prefix), KEY);
  await second.close();
  assert.deepEqual(await createApiKeyStore(first.table).find(KEY.prefix), KEY);
});

test('a caller that hangs up in the middle of a request does no harm', async (t) => {
  const { endpoint, close } = await startDynalite();
  t.after(close);
  const port = Number(new URL(endpoint).port);
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc', () => socket.destroy());
  });
  await once(socket, 'close');
  assert.match(await (await fetch(endpoint)).text(), /healthy/);
});
