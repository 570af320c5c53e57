import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createIdempotencyStore } from '#adapters/dynamodb/idempotency-store.ts';
import { createScheduleRunStore } from '#adapters/dynamodb/schedule-run-store.ts';
import { createScheduleStore } from '#adapters/dynamodb/schedule-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createEventBridgeScheduler } from '#adapters/scheduler/event-bridge-scheduler.ts';
import { writeLog } from '#adapters/system/json-log.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { createApi } from './create-api.ts';
import { type ApiEnvironment, RUN_VARIABLES, readEnvironment } from './environment.ts';
import { createRunPorts } from './run-ports.ts';

const environment = readEnvironment<ApiEnvironment>(
  [...RUN_VARIABLES, 'SCHEDULE_GROUP_NAME', 'SCHEDULE_ROLE_ARN', 'SCHEDULE_QUEUE_URL'],
  process.env,
);
const table = createTableClient({ tableName: environment.TABLE_NAME });
const bodies = createS3BodyStore(environment.BODY_BUCKET_NAME);

/** The api function. */
export const handler = createApi({
  ...createRunPorts(environment, table, bodies),
  idempotency: createIdempotencyStore({ table, bodies, clock }),
  schedules: createScheduleStore(table),
  scheduleRuns: createScheduleRunStore(table, clock),
  scheduler: createEventBridgeScheduler({
    groupName: environment.SCHEDULE_GROUP_NAME,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    queueUrl: environment.SCHEDULE_QUEUE_URL,
  }),
  checkTable: () => checkTable(table),
  log: writeLog,
});
