import { checkTable } from '#adapters/dynamodb/check-table.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { reportError, writeLog } from '#adapters/system/json-log.ts';
import { newId } from '#adapters/system/new-id.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { createApi } from './create-api.ts';
import { type ApiEnvironment, readEnvironment } from './environment.ts';
import { CLAUDE_VERSION } from './version.ts';

const environment = readEnvironment<ApiEnvironment>(
  [
    'TABLE_NAME',
    'BODY_BUCKET_NAME',
    'RUNNER_FUNCTION_NAME',
    'MODEL_PROVIDER',
    'ANTHROPIC_SECRET_ARN',
    'ANTHROPIC_BASE_URL',
    'BEDROCK_REGION',
    'BEDROCK_PROFILE',
    'SETTINGS',
  ],
  process.env,
);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });

/** The api function. */
export const handler = createApi({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  prompts: createPromptStore({ table, bodies: createS3BodyStore(environment.BODY_BUCKET_NAME), clock }),
  usage: createUsageStore(table),
  rateLimits: createRateLimitStore(table),
  checkTable: () => checkTable(table),
  runner: createLambdaRunner(environment.RUNNER_FUNCTION_NAME, CLAUDE_VERSION),
  upstream: createUpstream(environment),
  clock,
  random: Math.random,
  newId,
  startDeadline,
  // Lambda does not tell a function that it will stop while an invocation is under way.
  shutdown: new AbortController().signal,
  log: writeLog,
  report: reportError,
});
