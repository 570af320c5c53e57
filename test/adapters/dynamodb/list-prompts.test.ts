import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { listPrompts } from '#adapters/dynamodb/list-prompts.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

test('a list whose filter matches nothing reads a bounded amount and says where to go on', async () => {
  let reads = 0;
  // Stands in for a table so full that each read ends with more to come and nothing that matches.
  const send = async () => {
    reads += 1;
    return { Items: [], LastEvaluatedKey: { pk: 'TENANT#t', sk: `PROMPT#prompt_${100 - reads}` } };
  };
  const table = {
    documents: { send } as unknown as DynamoDBDocumentClient,
    tableName: 'table',
    close: () => {},
  };
  const page = await listPrompts(table, createFakeClock(), 't', { limit: 10, status: 'failed' });
  assert.deepEqual(page, { prompts: [], hasMore: true, lastId: 'prompt_80' });
  assert.equal(reads, 20);
});
