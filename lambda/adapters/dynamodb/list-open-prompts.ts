import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';
import { OPEN_PKS, openSk, type TableKey } from './keys.ts';
import { PromptItem, WITHOUT_TEXTS } from './prompt-item.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';

const openKeys = async function* ({ documents, tableName }: TableClient, openPk: string, beforeSk: string) {
  let startKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: TABLE_SCHEMA.openIndex.name,
        KeyConditionExpression: 'openPk = :openPk AND openSk < :before',
        ExpressionAttributeValues: { ':openPk': openPk, ':before': beforeSk },
        ExclusiveStartKey: startKey,
      }),
    );
    for (const { pk, sk } of page.Items ?? []) yield { pk, sk } as TableKey;
    startKey = page.LastEvaluatedKey;
  } while (startKey);
};

/** Prompts noted as open whose deadline is before that time. */
export const listOpenPrompts = async function* (
  table: TableClient,
  clock: Clock,
  deadlineBeforeMs: number,
): AsyncGenerator<Prompt, void, void> {
  for (const openPk of OPEN_PKS) {
    for await (const key of openKeys(table, openPk, openSk(deadlineBeforeMs))) {
      // The index lags behind the table: what it lists may have been closed or deleted since.
      const item = await readItem(table, clock, key, WITHOUT_TEXTS);
      if (item?.['openPk'] !== undefined) yield PromptItem.parse(item);
    }
  }
};
