import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { checkKeyStatus } from '#core/auth/check-key-status.ts';
import type { Principal } from '#core/auth/principal.ts';
import { apiKeyPrincipal, cognitoPrincipal } from '#core/auth/with-tenant.ts';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import type { JobOwner } from './job.ts';

/** What finding out who a job runs for needs of the world. */
export interface OwnerPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'get'>;
  readonly tenants: Pick<TenantStore, 'get'>;
  readonly assignments: Pick<AssignmentStore, 'find'>;
  readonly settings: Settings;
  readonly clock: Clock;
}

const keyOf = async ({ tenantId, id }: JobOwner, { apiKeys, clock }: OwnerPorts) => {
  const key = await apiKeys.get(tenantId, id);
  if (!key) throw new ServiceError('invalid_credentials', `The API key ${id} is not there any more.`);
  checkKeyStatus(key, clock());
  return key;
};

/**
 * Whom a job runs for, with what that caller may do now: it may have been revoked, or limited, since it submitted the job.
 *
 * @throws ServiceError `invalid_credentials` if it may not call any more.
 */
export const findOwner = async (owner: JobOwner, ports: OwnerPorts): Promise<Principal> => {
  const { tenants, assignments, settings } = ports;
  if (owner.kind === 'api_key') {
    const [key, tenant] = await Promise.all([keyOf(owner, ports), tenants.get(owner.tenantId)]);
    return apiKeyPrincipal(key, tenant, settings);
  }
  const [assignment, tenant] = await Promise.all([assignments.find(owner.id), tenants.get(owner.tenantId)]);
  const principal = cognitoPrincipal(owner, assignment, tenant, settings);
  if (principal.tenantId === owner.tenantId) return principal;
  throw new ServiceError('invalid_credentials', `${owner.id} belongs to another tenant now.`);
};
