import { setTimeout as sleep } from 'node:timers/promises';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { reportError } from '#adapters/system/json-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { roleCredentials } from '#gate/role-credentials.ts';
import { createGate } from './create-gate.ts';
import { type GateEnvironment, MODEL_VARIABLES, readEnvironment } from './environment.ts';

const environment = readEnvironment<GateEnvironment>(['TABLE_NAME', ...MODEL_VARIABLES], process.env);
const clock = systemClock;
const table = createTableClient({ tableName: environment.TABLE_NAME });

/** The gate function. */
export const handler = createGate({
  grants: createGrantStore(table, clock),
  clock,
  sleep,
  watchMs: 1_000,
  models: parseSettings(JSON.parse(environment.SETTINGS)).models,
  upstream: createUpstream(environment),
  bedrockCredentials: environment.MODEL_PROVIDER === 'bedrock' ? roleCredentials(process.env) : undefined,
  report: reportError,
});
