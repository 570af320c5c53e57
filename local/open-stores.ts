import { join } from 'node:path';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createAuditLog } from '#adapters/dynamodb/audit-log.ts';
import { createBatchStore } from '#adapters/dynamodb/batch-store.ts';
import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createFileStore } from '#adapters/dynamodb/file-store.ts';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createIdempotencyStore } from '#adapters/dynamodb/idempotency-store.ts';
import { createJobEventStore } from '#adapters/dynamodb/job-event-store.ts';
import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import { createLimitStores, type LimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createScheduleRunStore } from '#adapters/dynamodb/schedule-run-store.ts';
import { createScheduleStore } from '#adapters/dynamodb/schedule-store.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createWebhookStores, type WebhookStores } from '#adapters/dynamodb/webhook-stores.ts';
import { reportError as report } from '#adapters/system/json-log.ts';
import { logBudgetEvent } from '#adapters/system/log-budget-event.ts';
import { namedId } from '#adapters/system/named-id.ts';
import type { AuditLog } from '#core/audit/audit-log.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import type { BatchStore } from '#core/batches/batch-store.ts';
import { emitToAll } from '#core/budgets/emit-to-all.ts';
import { createPublishBudgetEvent } from '#core/budgets/publish-budget-event.ts';
import type { Clock } from '#core/clock.ts';
import type { FileStore } from '#core/files/file-store.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import type { IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { JobEventStore } from '#core/jobs/job-event-store.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import { SETTLEMENT_GRACE_MS, sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import type { ScheduleRunStore } from '#core/schedules/schedule-run-store.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import { expireBodies } from '#local/bodies/expire-bodies.ts';
import { createFileBodyStore } from '#local/bodies/file-body-store.ts';
import { type OpenObjects, openObjects } from '#local/objects/open-objects.ts';
import { dropLeases } from '#local/table/drop-leases.ts';
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
export interface Stores extends LimitStores, OpenObjects, WebhookStores {
  readonly prompts: PromptStore;
  readonly usage: UsageStore;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
  readonly apiKeys: ApiKeyStore;
  readonly tenants: TenantStore;
  readonly assignments: AssignmentStore;
  readonly grants: GrantStore;
  readonly jobs: JobStore;
  readonly jobEvents: JobEventStore;
  readonly texts: TextStore;
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly schedules: ScheduleStore;
  readonly scheduleRuns: ScheduleRunStore;
  /** Whether no other process uses them. */
  readonly isOurs: boolean;
  readonly checkTable: () => Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** As the bucket's rule for what is kept for an Idempotency-Key (lib/storage.ts). */
const KEPT_ANSWER_DAYS = 2;

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
  const bodies = createFileBodyStore(bodyFolder);
  const prompts = createPromptStore({ table, bodies, clock });
  const usage = createUsageStore(table);
  const grants = createGrantStore(table, clock);
  const limits = createLimitStores(table, clock);
  const webhooks = createWebhookStores(table, clock);
  // What is stored now is queued when deliveries begin.
  const publishEvent = createPublishEvent({ ...webhooks, deliveryQueue: { send: async () => {} }, namedId, clock });
  const publishBudgetEvent = createPublishBudgetEvent({ publishEvent, namedId, clock, report });
  const emitBudgetEvent = emitToAll(logBudgetEvent, publishBudgetEvent);
  const meter = (promptId: string) => settleGrant(promptId, { grants });
  // Others may be running prompts in a table that is not ours alone.
  const isOurs = dynamodbEndpoint === undefined;
  try {
    const deadlineBeforeMs = isOurs ? Number.POSITIVE_INFINITY : clock() - SETTLEMENT_GRACE_MS;
    const ports = { prompts, usage, ...limits, emitBudgetEvent, meter, clock };
    await sweepPrompts(ports, deadlineBeforeMs);
    if (isOurs) await dropLeases(table);
    await expireItems(table, clock());
    await expireBodies(join(bodyFolder, 'idempotency'), clock() - KEPT_ANSWER_DAYS * DAY_MS);
    await expireBodies(bodyFolder, clock() - settings.retentionDays * DAY_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    prompts,
    usage,
    idempotency: createIdempotencyStore({ table, bodies, clock }),
    ...limits,
    ...webhooks,
    audit: createAuditLog(table),
    apiKeys: createApiKeyStore(table),
    tenants: createTenantStore(table),
    assignments: createAssignmentStore(table),
    grants,
    jobs: createJobStore(table, clock),
    jobEvents: createJobEventStore(table, bodies),
    texts: createTextStore({ table, bodies, clock }),
    batches: createBatchStore(table, clock),
    files: createFileStore(table, clock),
    ...(await openObjects({ dataDir, settings, clock })),
    schedules: createScheduleStore(table),
    scheduleRuns: createScheduleRunStore(table, clock),
    isOurs,
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
