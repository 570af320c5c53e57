import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createWorker } from './create-worker.ts';
import { RUN_VARIABLES, readEnvironment, type WorkerEnvironment } from './environment.ts';
import { createRunPorts } from './run-ports.ts';
import { workHandlers } from './work-handlers.ts';

const environment = readEnvironment<WorkerEnvironment>(RUN_VARIABLES, process.env);
const table = createTableClient({ tableName: environment.TABLE_NAME });
const ports = createRunPorts(environment, table, createS3BodyStore(environment.BODY_BUCKET_NAME));

/** The worker function. */
export const handler = createWorker({ ...ports, handlers: workHandlers(ports) });
