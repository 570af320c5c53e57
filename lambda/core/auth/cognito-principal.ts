import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { Assignment } from '#core/tenants/assignment.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { ofTenant } from './of-tenant.ts';
import type { Principal } from './principal.ts';

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);

/**
 * Whom a Cognito user or client speaks for: the tenant that it is assigned to, or else a tenant of its own.
 *
 * @param tenant that one, if there is a record of it.
 * @throws ServiceError `invalid_credentials` if that is disabled, or not there: when the principal is assigned to it, or
 * the deployment refuses those that it does not know.
 */
export const cognitoPrincipal = (
  caller: Pick<Principal, 'kind' | 'id' | 'scopes'>,
  assignment: Assignment | undefined,
  tenant: Tenant | undefined,
  settings: Settings,
): Principal => {
  const principal = { ...caller, tenantId: assignment?.tenantId ?? caller.id };
  if (tenant) return { ...principal, ...ofTenant(tenant, settings) };
  if (assignment) throw refused(`The tenant of ${caller.id} is not there any more.`);
  if (settings.unknownPrincipals === 'default_tenant') return { ...principal, tier: settings.defaultTier };
  throw refused(`This deployment does not know ${caller.id}. Ask to be assigned to a tenant.`);
};
