import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { openTable } from '#local/table/open-table.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';

test('a table that is there can be read', async (t) => {
  const { table, close } = await openTable();
  t.after(close);
  await checkTable(table);
});

test('fails as it is when there is no such table', async (t) => {
  const { table, close } = await openTable();
  t.after(close);
  await assert.rejects(checkTable({ ...table, tableName: 'another' }), { name: 'ResourceNotFoundException' });
});

test('fails as unavailable when the database cannot be reached', async () => {
  const { endpoint, close } = await startLoopbackServer(() => {});
  await close();
  const table = createTableClient({ tableName: 'table', ...awsClientConfig(endpoint) });
  await assert.rejects(checkTable(table), { code: 'unavailable', retryAfterSeconds: 2 });
});

test('fails as unavailable when the database is down, after trying again', async (t) => {
  let requests = 0;
  const { endpoint, close } = await startLoopbackServer((_, response) => {
    requests += 1;
    response.writeHead(500).end('{"__type":"InternalServerError"}');
  });
  t.after(close);
  const table = createTableClient({ tableName: 'table', ...awsClientConfig(endpoint) });
  await assert.rejects(checkTable(table), { code: 'unavailable' });
  assert.equal(requests, 4);
});
