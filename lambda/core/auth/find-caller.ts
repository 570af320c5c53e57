import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import { apiKeyPrincipal } from './api-key-principal.ts';
import type { ApiKeyStore } from './api-key-store.ts';
import { checkKeyStatus } from './check-key-status.ts';
import { cognitoPrincipal } from './cognito-principal.ts';
import type { Principal } from './principal.ts';

/** What looking a caller up anew needs of the world. */
export interface CallerPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'get'>;
  readonly tenants: Pick<TenantStore, 'get'>;
  readonly assignments: Pick<AssignmentStore, 'find'>;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** A caller that was let in before. */
export type KnownCaller = Pick<Principal, 'kind' | 'id' | 'tenantId' | 'scopes'>;

const keyOf = async ({ tenantId, id }: KnownCaller, { apiKeys, clock }: CallerPorts) => {
  const key = await apiKeys.get(tenantId, id);
  if (!key) throw new ServiceError('invalid_credentials', `The API key ${id} is not there any more.`);
  checkKeyStatus(key, clock());
  return key;
};

/**
 * A caller whose prompt was let in before, with what it may do now: it may have been revoked, or limited, since.
 *
 * What only its credential says, as that a token has expired, is not known.
 *
 * @throws ServiceError `invalid_credentials` if it would not be let in any more.
 */
export const findCaller = async (caller: KnownCaller, ports: CallerPorts): Promise<Principal> => {
  const { tenants, assignments, settings } = ports;
  if (caller.kind === 'api_key') {
    const [key, tenant] = await Promise.all([keyOf(caller, ports), tenants.get(caller.tenantId)]);
    if (!key.scopes.includes('prompts')) {
      throw new ServiceError('invalid_credentials', `The API key ${caller.id} may send no prompts any more.`);
    }
    return apiKeyPrincipal(key, tenant, settings);
  }
  const [assignment, tenant] = await Promise.all([assignments.find(caller.id), tenants.get(caller.tenantId)]);
  const principal = cognitoPrincipal(caller, assignment, tenant, settings);
  if (principal.tenantId === caller.tenantId) return principal;
  throw new ServiceError('invalid_credentials', `${caller.id} belongs to another tenant now.`);
};
