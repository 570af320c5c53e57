import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createBatchStore } from '#adapters/dynamodb/batch-store.ts';
import { createFileStore } from '#adapters/dynamodb/file-store.ts';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createJobEventStore } from '#adapters/dynamodb/job-event-store.ts';
import { createJobStore } from '#adapters/dynamodb/job-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createTextStore } from '#adapters/dynamodb/text-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createPutBudgetEvent } from '#adapters/events/put-budget-event.ts';
import { gateFunctionPorts } from '#adapters/runner/gate-function-ports.ts';
import { gateUpstream } from '#adapters/runner/gate-upstream.ts';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { createS3ObjectStore } from '#adapters/s3/s3-object-store.ts';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { reportError } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { sleep } from '#adapters/system/sleep.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { createLines } from '#core/batches/batch-lines.ts';
import type { BatchPorts } from '#core/batches/batch-ports.ts';
import type { RunJobPorts } from '#core/jobs/run-job.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { parseSettings } from '#core/settings.ts';
import type { QueueEnvironment, RunEnvironment } from './environment.ts';
import { CLAUDE_VERSION } from './version.ts';

const modelPorts = (environment: RunEnvironment, table: TableClient) => {
  const runner = createLambdaRunner(environment.RUNNER_FUNCTION_NAME, CLAUDE_VERSION);
  const { GATE_URL, MODEL_PROVIDER, BEDROCK_REGION: region, BEDROCK_PROFILE: profile } = environment;
  if (GATE_URL === '') return { runner, upstream: createUpstream(environment) };
  const gate = gateUpstream({
    baseUrl: GATE_URL,
    ...(MODEL_PROVIDER === 'bedrock' && { bedrock: { region, profile } }),
  });
  return gateFunctionPorts({ runner, grants: createGrantStore(table, clock), gate, clock });
};

/** What is done for batches, and what they are kept in. */
const batchPorts = (environment: RunEnvironment & QueueEnvironment, table: TableClient) => {
  const ports = {
    batches: createBatchStore(table, clock),
    objects: createS3ObjectStore(environment.BODY_BUCKET_NAME),
    queue: createSqsWorkQueue({ queueUrl: environment.WORK_QUEUE_URL }),
  };
  return { ...ports, files: createFileStore(table, clock), lines: createLines(ports) };
};

/** What the functions that run prompts need of the world, on AWS: local/local-ports.ts is the same on one machine. */
export const createRunPorts = (
  environment: RunEnvironment & QueueEnvironment,
  table: TableClient,
  bodies: BodyStore,
): RunJobPorts & BatchPorts => ({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  prompts: createPromptStore({ table, bodies, clock }),
  usage: createUsageStore(table),
  ...createLimitStores(table, clock),
  emitBudgetEvent: createPutBudgetEvent({ report: reportError }),
  ...modelPorts(environment, table),
  apiKeys: createApiKeyStore(table),
  tenants: createTenantStore(table),
  assignments: createAssignmentStore(table),
  jobs: createJobStore(table, clock),
  jobEvents: createJobEventStore(table, bodies),
  texts: createTextStore({ table, bodies, clock }),
  ...batchPorts(environment, table),
  publishEvent: async () => {},
  clock,
  random: Math.random,
  newId,
  sleep,
  startDeadline,
  // Lambda does not tell a function that it will stop while an invocation is under way.
  shutdown: new AbortController().signal,
  report: reportError,
});
