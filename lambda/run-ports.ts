import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { gateFunctionPorts } from '#adapters/runner/gate-function-ports.ts';
import { gateUpstream } from '#adapters/runner/gate-upstream.ts';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { createS3RunCanceler } from '#adapters/s3/s3-run-canceler.ts';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { reportError } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { repeat } from '#adapters/system/repeat.ts';
import { sleep } from '#adapters/system/sleep.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { parseSettings } from '#core/settings.ts';
import type { QueueEnvironment, RunEnvironment } from './environment.ts';
import { CLAUDE_VERSION } from './version.ts';
import type { HandlerPorts } from './work-handlers.ts';
import { createWorkPorts, type WorkPorts } from './work-ports.ts';

const modelPorts = (environment: RunEnvironment, table: TableClient) => {
  const { RUNNER_FUNCTION_NAME: functionName, BODY_BUCKET_NAME: bucketName, GATE_URL } = environment;
  const { MODEL_PROVIDER, BEDROCK_REGION: region, BEDROCK_PROFILE: profile } = environment;
  const asked = { functionName, cliVersion: CLAUDE_VERSION };
  if (GATE_URL === '') {
    const canceler = createS3RunCanceler({ bucketName, report: reportError });
    return { runner: createLambdaRunner({ ...asked, canceler }), upstream: createUpstream(environment) };
  }
  const gate = gateUpstream({
    baseUrl: GATE_URL,
    ...(MODEL_PROVIDER === 'bedrock' && { bedrock: { region, profile } }),
  });
  // Once its grant is closed, a run that nobody reads any more cannot call the model, and ends.
  const runner = createLambdaRunner(asked);
  return gateFunctionPorts({ runner, grants: createGrantStore(table, clock), gate, clock });
};

/** What the functions that run prompts need of the world, on AWS: local/local-ports.ts is the same on one machine. */
export const createRunPorts = (
  environment: RunEnvironment & QueueEnvironment,
  table: TableClient,
  bodies: BodyStore,
): HandlerPorts & WorkPorts => ({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  prompts: createPromptStore({ table, bodies, clock }),
  usage: createUsageStore(table),
  ...createLimitStores(table, clock),
  ...modelPorts(environment, table),
  ...createWorkPorts(environment, table, bodies),
  apiKeys: createApiKeyStore(table),
  tenants: createTenantStore(table),
  assignments: createAssignmentStore(table),
  clock,
  random: Math.random,
  newId,
  repeat,
  sleep,
  startDeadline,
  // Lambda does not tell a function that it will stop while an invocation is under way.
  shutdown: new AbortController().signal,
  report: reportError,
});
