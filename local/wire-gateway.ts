import { reportError as report } from '#adapters/system/json-log.ts';
import { logBudgetEvent } from '#adapters/system/log-budget-event.ts';
import { newId } from '#adapters/system/new-id.ts';
import { repeat } from '#adapters/system/repeat.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createAuthenticator } from '#adapters/tokens/authenticate.ts';
import { createApiKey, renewApiKey } from '#adapters/tokens/create-api-key.ts';
import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import type { Settings } from '#core/settings.ts';
import { createAdmin } from '#lambda/create-admin.ts';
import { createApi } from '#lambda/create-api.ts';
import { createAuthorizer } from '#lambda/create-authorizer.ts';
import { bufferedFunction } from '#local/gateway/buffered-function.ts';
import { createGateway, type Serve } from '#local/gateway/create-gateway.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import type { LogPorts } from '#middleware/request-log.ts';
import type { OpenGate } from './open-gate.ts';
import type { Stores } from './open-stores.ts';
import { SCOPE_PREFIX, type Tokens } from './open-tokens.ts';

/** What the functions are made of, on this machine. */
export interface LocalParts extends LogPorts {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly tokens: Tokens;
  readonly gate: OpenGate;
  readonly shutdown: AbortSignal;
  /** @default - the log */
  readonly emitBudgetEvent?: EmitBudgetEvent;
}

/** The three functions, made as their entry points in lambda/ make them, behind a gateway. */
export const wireGateway = (parts: LocalParts): Serve => {
  const { settings, stores, tokens, gate, shutdown, clock, log, emitBudgetEvent = logBudgetEvent } = parts;
  const { allowedOrigin, tiers } = settings;
  const { verifyAccessToken } = tokens;
  installAwsLambda();
  const api = createApi({
    ...stores,
    ...gate,
    settings,
    emitBudgetEvent,
    clock,
    random: Math.random,
    newId,
    startDeadline,
    repeat,
    shutdown,
    log,
    report,
  });
  const authorizer = createAuthorizer({
    authenticate: createAuthenticator({
      verifyAccessToken,
      verifyApiKey: createApiKeyVerifier(stores.apiKeys, clock),
      tenants: stores.tenants,
      assignments: stores.assignments,
      settings,
      scopePrefix: SCOPE_PREFIX,
    }),
    // No usage plan meters by them here.
    usageIdentifierKeys: Object.fromEntries(Object.keys(tiers).map((tier) => [tier, tier])),
  });
  const keyMaker = { create: createApiKey, renew: renewApiKey };
  const admin = createAdmin({ ...stores, settings, keyMaker, newId, clock, log, report });
  return createGateway({
    // middy's types do not know that a handler in streaming mode is also given a stream.
    functions: { api: api as unknown as StreamingFunction, admin: bufferedFunction(admin) },
    authorizer,
    verifyAccessToken,
    scopePrefix: SCOPE_PREFIX,
    allowedOrigin,
    clock,
    report,
  });
};
