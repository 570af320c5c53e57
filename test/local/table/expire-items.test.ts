import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expireItems } from '#local/table/expire-items.ts';
import { openTable } from '#local/table/open-table.ts';

test('items whose time is over are deleted, others and those without a time are kept', async (t) => {
  const { table, close } = await openTable();
  t.after(close);
  const put = (sk: string, expiresAtSeconds?: number) =>
    table.documents.send(
      new PutCommand({ TableName: table.tableName, Item: { pk: 'p', sk, expiresAtSeconds, text: 'x'.repeat(9_000) } }),
    );
  // More than the 1 MB that one read gives.
  for (let index = 0; index < 150; index += 1) await put(`old-${index}`, 1_000);
  await put('at the second', 1_001);
  await put('young', 1_002);
  await put('for ever');
  assert.equal(await expireItems(table, 1_001_999), 151);
  assert.equal(await expireItems(table, 1_001_999), 0);
  const { Items } = await table.documents.send(new ScanCommand({ TableName: table.tableName }));
  assert.deepEqual(
    Items?.map(({ sk }) => sk),
    ['for ever', 'young'],
  );
});
