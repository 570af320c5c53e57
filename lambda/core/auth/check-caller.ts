import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import type { ApiKeyStore } from './api-key-store.ts';
import { checkKeyStatus } from './check-key-status.ts';
import { apiKeyPrincipal, cognitoPrincipal } from './with-tenant.ts';

/** What looking a caller up anew needs of the world. */
export interface CallerPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'get'>;
  readonly tenants: Pick<TenantStore, 'get'>;
  readonly assignments: Pick<AssignmentStore, 'find'>;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** A caller that was let in before. */
export interface KnownCaller {
  readonly principalId: string;
  readonly tenantId: string;
}

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);

const checkKey = async (
  { principalId, tenantId }: KnownCaller,
  { apiKeys, tenants, settings, clock }: CallerPorts,
): Promise<void> => {
  const [key, tenant] = await Promise.all([apiKeys.get(tenantId, principalId), tenants.get(tenantId)]);
  if (!key) throw refused('There is no such API key any more.');
  checkKeyStatus(key, clock());
  apiKeyPrincipal(key, tenant, settings);
};

const checkCognito = async (
  { principalId: id, tenantId }: KnownCaller,
  { tenants, assignments, settings }: CallerPorts,
): Promise<void> => {
  const [assignment, tenant] = await Promise.all([assignments.find(id), tenants.get(tenantId)]);
  const principal = cognitoPrincipal({ kind: 'user', id, scopes: [] }, assignment, tenant, settings);
  if (principal.tenantId !== tenantId) throw refused(`${id} does not belong to this tenant any more.`);
};

/**
 * Checks that a caller would still be let in, as far as that is not in the credential: a token may have expired since.
 *
 * @throws ServiceError `invalid_credentials` if its key, or its tenant, was revoked, disabled or deleted, or it belongs
 *   to another tenant now.
 */
export const checkCaller = (caller: KnownCaller, ports: CallerPorts): Promise<void> =>
  caller.principalId.startsWith('key_') ? checkKey(caller, ports) : checkCognito(caller, ports);
