import { createBatchStore } from '#adapters/dynamodb/batch-store.ts';
import { createFileStore } from '#adapters/dynamodb/file-store.ts';
import { createJobEventStore } from '#adapters/dynamodb/job-event-store.ts';
import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import type { Clock } from '#core/clock.ts';
import { createMemoryBodyStore } from './memory-body-store.ts';

/** The real stores of all that work writes, in a table that may be shared; only bodies are kept in memory. */
export const createTableStores = (table: TableClient, clock: Clock) => {
  const bodies = createMemoryBodyStore();
  return {
    ...createLimitStores(table, clock),
    prompts: createPromptStore({ table, bodies, clock }),
    usage: createUsageStore(table),
    jobs: createJobStore(table, clock),
    jobEvents: createJobEventStore(table, bodies),
    texts: createTextStore({ table, bodies, clock }),
    batches: createBatchStore(table, clock),
    files: createFileStore(table, clock),
  };
};
