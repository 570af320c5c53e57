import { createBatchStore } from '#adapters/dynamodb/batch-store.ts';
import { createFileStore } from '#adapters/dynamodb/file-store.ts';
import { createJobEventStore } from '#adapters/dynamodb/job-event-store.ts';
import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createS3ObjectStore } from '#adapters/s3/s3-object-store.ts';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { createBatchLines } from '#core/batches/batch-lines.ts';
import type { BatchStore } from '#core/batches/batch-store.ts';
import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import type { FileStore } from '#core/files/file-store.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { ConcludePorts } from '#core/jobs/conclude-job.ts';
import type { JobEventStore } from '#core/jobs/job-event-store.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { WebhookPorts } from '#core/webhooks/webhook-ports.ts';
import type { QueueEnvironment, RunEnvironment } from './environment.ts';
import { createWebhookPorts } from './webhook-ports.ts';

/** What work outside of a request needs of the world. */
export interface WorkPorts extends ConcludePorts, WebhookPorts {
  readonly emitBudgetEvent: EmitBudgetEvent;
  readonly jobEvents: JobEventStore;
  readonly texts: TextStore;
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly queue: WorkQueue;
}

/** What the functions that send, do or look after such work need of the world, on AWS. */
export const createWorkPorts = (
  environment: QueueEnvironment & Pick<RunEnvironment, 'BODY_BUCKET_NAME'>,
  table: TableClient,
  bodies: BodyStore,
): WorkPorts => {
  const batches = createBatchStore(table, clock);
  const objects = createS3ObjectStore(environment.BODY_BUCKET_NAME);
  const queue = createSqsWorkQueue({ queueUrl: environment.WORK_QUEUE_URL });
  return {
    jobs: createJobStore(table, clock),
    jobEvents: createJobEventStore(table, bodies),
    texts: createTextStore({ table, bodies, clock }),
    batches,
    files: createFileStore(table, clock),
    objects,
    queue,
    lines: createBatchLines({ batches, objects, queue }),
    ...createWebhookPorts(environment, table),
  };
};
