import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { apiKeyKey, promptKey, tenantApiKeyKey } from '#adapters/dynamodb/keys.ts';
import { PromptItem } from '#adapters/dynamodb/prompt-item.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { newId } from '#adapters/system/new-id.ts';
import { createApiKey } from '#adapters/tokens/create-api-key.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';

type Item = Record<string, unknown>;

/** What DynamoDB takes at once. */
const BATCH = 25;
const WRITERS = 4;

/** Writes items, a few batches at a time. Dynalite keeps up with some thousand a second. */
export const writeItems = async ({ documents, tableName }: TableClient, items: Iterator<Item>): Promise<void> => {
  const nextBatch = (): Item[] => {
    const batch: Item[] = [];
    while (batch.length < BATCH) {
      const { done, value } = items.next();
      if (done) break;
      batch.push(value);
    }
    return batch;
  };
  const write = async (): Promise<void> => {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      const RequestItems = { [tableName]: batch.map((Item) => ({ PutRequest: { Item } })) };
      await documents.send(new BatchWriteCommand({ RequestItems }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
};

/** So many API keys of a tenant, as the store keeps them. */
export const apiKeyItems = function* (count: number, tenantId: string): Generator<Item, void, void> {
  for (let index = 0; index < count; index += 1) {
    const facts = { id: newId('key', Date.now()), tenantId, name: `seeded ${index}`, scopes: ['prompts'] };
    const { record } = createApiKey({ ...facts, createdAtMs: Date.now() });
    yield { ...apiKeyKey(record.prefix), ...record };
    yield { ...tenantApiKeyKey(tenantId, record.id), id: record.id, prefix: record.prefix };
  }
};

const MONTH_MS = 30 * 86_400_000;

/** So many prompts of a tenant that have ended, over the last thirty days. */
export const promptItems = function* (count: number, tenantId: string): Generator<Item, void, void> {
  const nowMs = Date.now();
  for (let index = 0; index < count; index += 1) {
    const createdAtMs = nowMs - Math.floor((MONTH_MS * (count - index)) / count);
    const id = newId('prompt', createdAtMs);
    const prompt = {
      ...{ id, tenantId, principalId: 'key_seeded', requestId: 'seeded', status: 'completed', profile: 'chat' },
      ...{ model: 'claude-haiku-4-5', store: true, metadata: {}, createdAtMs, deadlineAtMs: createdAtMs + 60_000 },
      usageLabels: { day: '2026-11-22', hour: '12Z', metadata: {} },
      ...{ finishedAtMs: createdAtMs + 1_000, metrics: NO_METRICS, expiresAtSeconds: nowMs / 1000 + 90 * 86_400 },
    };
    yield { ...promptKey(tenantId, id), ...PromptItem.parse(prompt), messages: '[]', response: 'Hello.' };
  }
};
