import middy from '@middy/core';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { writeLog } from '#adapters/system/json-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { sweepFiles } from '#core/files/sweep-files.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { claimInterval } from '#core/limits/claim-interval.ts';
import { SETTLEMENT_GRACE_MS, sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { sweepAll } from '#core/sweep-all.ts';
import { sweepDeliveries } from '#core/webhooks/sweep-deliveries.ts';
import { readEnvironment, type SweeperEnvironment } from './environment.ts';
import { createWorkPorts } from './work-ports.ts';

/** As often as the schedule in lib/sweeper-function.ts. */
const INTERVAL_MS = 300_000;

const environment = readEnvironment<SweeperEnvironment>(
  ['TABLE_NAME', 'BODY_BUCKET_NAME', 'WORK_QUEUE_URL', 'WEBHOOK_QUEUE_URL'],
  process.env,
);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });
const bodies = createS3BodyStore(environment.BODY_BUCKET_NAME);
const prompts = createPromptStore({ table, bodies, clock });
const usage = createUsageStore(table);
const limits = createLimitStores(table, clock);
const grants = createGrantStore(table, clock);
// Prompts whose gate was in the runner have no grant.
const meter = (promptId: string) => settleGrant(promptId, { grants });

const work = createWorkPorts(environment, table, bodies);

/**
 * The sweeper function, run every few minutes: takes on what a crash left. Jobs come after the prompts that they look at,
 * and last, as there may be many.
 */
export const handler = middy(async (): Promise<void> => {
  const nowMs = clock();
  // EventBridge may deliver twice, and of two sweeps at once the second could count a prompt again.
  if (!(await claimInterval('sweeper', INTERVAL_MS, nowMs, limits.rateLimits))) return;
  const swept = await sweepAll({
    deliveries: () => sweepDeliveries(work, nowMs),
    prompts: () => sweepPrompts({ ...work, prompts, usage, ...limits, meter }, nowMs - SETTLEMENT_GRACE_MS),
    batches: () => sweepBatches(work, nowMs),
    files: () => sweepFiles(work),
    jobs: () => sweepJobs({ ...work, prompts }, nowMs),
  });
  if (Object.keys(swept).length > 0) writeLog({ level: 'warn', message: 'what was left open was taken on', ...swept });
});
