import { createJobEventStore } from '#adapters/dynamodb/job-event-store.ts';
import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import type { ConcludePorts } from '#core/jobs/conclude-job.ts';
import type { JobEventStore } from '#core/jobs/job-event-store.ts';
import { NO_LINES } from '#core/jobs/no-lines.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { QueueEnvironment } from './environment.ts';

/** What work outside of a request needs of the world. */
export interface WorkPorts extends ConcludePorts {
  readonly jobEvents: JobEventStore;
  readonly texts: TextStore;
  readonly queue: WorkQueue;
}

/** What the functions that send, do or look after such work need of the world, on AWS. */
export const createWorkPorts = (environment: QueueEnvironment, table: TableClient, bodies: BodyStore): WorkPorts => ({
  jobs: createJobStore(table, clock),
  jobEvents: createJobEventStore(table, bodies),
  texts: createTextStore({ table, bodies, clock }),
  queue: createSqsWorkQueue({ queueUrl: environment.WORK_QUEUE_URL }),
  publishEvent: async () => {},
  lines: NO_LINES,
  clock,
});
