import { createMeterKeys } from '#adapters/api-gateway/meter-keys.ts';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createAuditLog } from '#adapters/dynamodb/audit-log.ts';
import { createIdempotencyStore } from '#adapters/dynamodb/idempotency-store.ts';
import { createScheduleStore } from '#adapters/dynamodb/schedule-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createScheduleRemover } from '#adapters/scheduler/schedule-remover.ts';
import { reportError, writeLog } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { createApiKey, renewApiKey } from '#adapters/tokens/create-api-key.ts';
import { parseSettings } from '#core/settings.ts';
import { createAdmin } from './create-admin.ts';
import { type AdminEnvironment, readEnvironment } from './environment.ts';

const environment = readEnvironment<AdminEnvironment>(
  ['TABLE_NAME', 'BODY_BUCKET_NAME', 'SETTINGS', 'USAGE_PLAN_PREFIX', 'SCHEDULE_GROUP_NAME'],
  process.env,
);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });
const bodies = createS3BodyStore(environment.BODY_BUCKET_NAME);

/** The admin function. */
export const handler = createAdmin({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  tenants: createTenantStore(table),
  assignments: createAssignmentStore(table),
  apiKeys: createApiKeyStore(table),
  usage: createUsageStore(table),
  audit: createAuditLog(table),
  idempotency: createIdempotencyStore({ table, bodies, clock }),
  keyMaker: { create: createApiKey, renew: renewApiKey },
  meterKeys: createMeterKeys({ prefix: environment.USAGE_PLAN_PREFIX }),
  schedules: createScheduleStore(table),
  scheduler: createScheduleRemover({ groupName: environment.SCHEDULE_GROUP_NAME }),
  newId,
  clock,
  log: writeLog,
  report: reportError,
});
