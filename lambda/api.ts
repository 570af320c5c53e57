import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createIdempotencyStore } from '#adapters/dynamodb/idempotency-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createPutBudgetEvent } from '#adapters/events/put-budget-event.ts';
import { gateFunctionPorts } from '#adapters/runner/gate-function-ports.ts';
import { gateUpstream } from '#adapters/runner/gate-upstream.ts';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { reportError, writeLog } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { repeat } from '#adapters/system/repeat.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { createApi } from './create-api.ts';
import { type ApiEnvironment, MODEL_VARIABLES, readEnvironment } from './environment.ts';
import { CLAUDE_VERSION } from './version.ts';

const environment = readEnvironment<ApiEnvironment>(
  ['TABLE_NAME', 'BODY_BUCKET_NAME', 'RUNNER_FUNCTION_NAME', ...MODEL_VARIABLES, 'GATE_URL'],
  process.env,
);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });
const bodies = createS3BodyStore(environment.BODY_BUCKET_NAME);
const runner = createLambdaRunner(environment.RUNNER_FUNCTION_NAME, CLAUDE_VERSION);
const { GATE_URL, MODEL_PROVIDER, BEDROCK_REGION: region, BEDROCK_PROFILE: profile } = environment;
const gate = gateUpstream({
  baseUrl: GATE_URL,
  ...(MODEL_PROVIDER === 'bedrock' && { bedrock: { region, profile } }),
});
const gatePorts =
  GATE_URL === ''
    ? { runner, upstream: createUpstream(environment) }
    : gateFunctionPorts({ runner, grants: createGrantStore(table, clock), gate, clock });

/** The api function. */
export const handler = createApi({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  prompts: createPromptStore({ table, bodies, clock }),
  idempotency: createIdempotencyStore({ table, bodies, clock }),
  usage: createUsageStore(table),
  ...createLimitStores(table, clock),
  apiKeys: createApiKeyStore(table),
  tenants: createTenantStore(table),
  assignments: createAssignmentStore(table),
  emitBudgetEvent: createPutBudgetEvent({ report: reportError }),
  checkTable: () => checkTable(table),
  ...gatePorts,
  clock,
  random: Math.random,
  newId,
  startDeadline,
  repeat,
  // Lambda does not tell a function that it will stop while an invocation is under way.
  shutdown: new AbortController().signal,
  log: writeLog,
  report: reportError,
});
