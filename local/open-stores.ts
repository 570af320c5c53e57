import { join } from 'node:path';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import type { ApiKeyStore } from '#core/auth/api-key.ts';
import type { Clock } from '#core/clock.ts';
import type { RateLimitStore } from '#core/limits/rate-limit-store.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import { SETTLEMENT_GRACE_MS, sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import type { Settings } from '#core/settings.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import { expireBodies } from '#local/bodies/expire-bodies.ts';
import { createFileBodyStore } from '#local/bodies/file-body-store.ts';
import { expireItems } from '#local/table/expire-items.ts';
import { type OpenTable, openTable } from '#local/table/open-table.ts';
import { StartError } from './start-error.ts';

export interface StoresOptions {
  readonly dataDir: string;
  readonly dynamodbEndpoint?: string | undefined;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** Everything that is kept. */
export interface Stores {
  readonly prompts: PromptStore;
  readonly usage: UsageStore;
  readonly rateLimits: RateLimitStore;
  readonly apiKeys: ApiKeyStore;
  readonly checkTable: () => Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/**
 * Opens table and bodies, settles what a crash left, and deletes what has been kept long enough.
 *
 * On AWS the sweeper function, TTL and the bucket's lifecycle do that in the background; here it is done at the start.
 *
 * @throws StartError if the table cannot be opened at `dynamodbEndpoint`.
 */
export const openStores = async ({ dataDir, dynamodbEndpoint, settings, clock }: StoresOptions): Promise<Stores> => {
  const bodyFolder = join(dataDir, 'bodies');
  const { table, close } = await openTableAt(dataDir, dynamodbEndpoint);
  const prompts = createPromptStore({ table, bodies: createFileBodyStore(bodyFolder), clock });
  const usage = createUsageStore(table);
  try {
    // Others may be running prompts in a table that is not ours alone.
    const isOurs = dynamodbEndpoint === undefined;
    const deadlineBeforeMs = isOurs ? Number.POSITIVE_INFINITY : clock() - SETTLEMENT_GRACE_MS;
    await sweepPrompts({ prompts, usage, clock }, deadlineBeforeMs);
    await expireItems(table, clock());
    await expireBodies(bodyFolder, clock() - settings.retentionDays * DAY_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    prompts,
    usage,
    rateLimits: createRateLimitStore(table),
    apiKeys: createApiKeyStore(table),
    checkTable: () => checkTable(table),
    close,
  };
};

const openTableAt = async (dataDir: string, endpoint: string | undefined): Promise<OpenTable> => {
  if (endpoint === undefined) return openTable({ folder: join(dataDir, 'table') });
  return openTable({ endpoint }).catch((cause: Error) => {
    throw new StartError(`The table at DYNAMODB_ENDPOINT ${endpoint} cannot be opened: ${cause.message}`, { cause });
  });
};
