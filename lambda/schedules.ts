import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import { createScheduleRunStore } from '#adapters/dynamodb/schedule-run-store.ts';
import { createScheduleStore } from '#adapters/dynamodb/schedule-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { reportError as report } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { createSchedules } from './create-schedules.ts';
import { readEnvironment, type SchedulesEnvironment } from './environment.ts';

const environment = readEnvironment<SchedulesEnvironment>(
  ['TABLE_NAME', 'BODY_BUCKET_NAME', 'WORK_QUEUE_URL', 'SETTINGS'],
  process.env,
);
const table = createTableClient({ tableName: environment.TABLE_NAME });
const bodies = createS3BodyStore(environment.BODY_BUCKET_NAME);

/** The schedule function. */
export const handler = createSchedules({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  schedules: createScheduleStore(table),
  scheduleRuns: createScheduleRunStore(table, clock),
  jobs: createJobStore(table, clock),
  texts: createTextStore({ table, bodies, clock }),
  queue: createSqsWorkQueue({ queueUrl: environment.WORK_QUEUE_URL }),
  addressPolicy: { allowsLoopback: false },
  newId,
  clock,
  report,
});
