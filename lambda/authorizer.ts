import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createAuthenticator } from '#adapters/tokens/authenticate.ts';
import { parseSettings } from '#core/settings.ts';
import { createAuthorizer } from './create-authorizer.ts';
import { type AuthorizerEnvironment, readEnvironment } from './environment.ts';

const environment = readEnvironment<AuthorizerEnvironment>(
  ['TABLE_NAME', 'TOKEN_ISSUER', 'TOKEN_CLIENT_IDS', 'SCOPE_PREFIX', 'USAGE_IDENTIFIER_KEYS', 'SETTINGS'],
  process.env,
);
const table = createTableClient({ tableName: environment.TABLE_NAME });

/** The authorizer function. */
export const handler = createAuthorizer({
  authenticate: createAuthenticator({
    verifyAccessToken: createAccessTokenVerifier({
      issuer: environment.TOKEN_ISSUER,
      clientIds: environment.TOKEN_CLIENT_IDS.split(','),
    }),
    verifyApiKey: createApiKeyVerifier(createApiKeyStore(table), systemClock),
    tenants: createTenantStore(table),
    assignments: createAssignmentStore(table),
    settings: parseSettings(JSON.parse(environment.SETTINGS)),
    scopePrefix: environment.SCOPE_PREFIX,
  }),
  usageIdentifierKeys: JSON.parse(environment.USAGE_IDENTIFIER_KEYS),
});
