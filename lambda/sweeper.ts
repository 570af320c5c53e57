import middy from '@middy/core';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { writeLog } from '#adapters/system/json-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { SETTLEMENT_GRACE_MS, sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { readEnvironment, type SweeperEnvironment } from './environment.ts';

/** As often as the schedule in lib/sweeper-function.ts. */
const INTERVAL_MS = 300_000;

const environment = readEnvironment<SweeperEnvironment>(['TABLE_NAME', 'BODY_BUCKET_NAME'], process.env);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });
const prompts = createPromptStore({ table, bodies: createS3BodyStore(environment.BODY_BUCKET_NAME), clock });
const usage = createUsageStore(table);
const rateLimits = createRateLimitStore(table);

/** EventBridge may deliver twice, and of two sweeps at once the second could count a prompt again. */
const isFirstInInterval = async (nowMs: number): Promise<boolean> => {
  const startsAtMs = nowMs - (nowMs % INTERVAL_MS);
  const taken = await rateLimits.take({ subject: 'sweeper', startsAtMs, endsAtMs: startsAtMs + INTERVAL_MS, limit: 1 });
  return taken !== undefined;
};

/** The sweeper function, run every few minutes: ends and counts the prompts that a crash left open. */
export const handler = middy(async (): Promise<void> => {
  const nowMs = clock();
  if (!(await isFirstInInterval(nowMs))) return;
  const swept = await sweepPrompts({ prompts, usage, clock }, nowMs - SETTLEMENT_GRACE_MS);
  if (swept > 0) writeLog({ level: 'warn', message: 'prompts left open by a crash were ended', swept });
});
