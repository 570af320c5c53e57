import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import type { ApiKeyRecord } from './api-key.ts';
import { ofTenant } from './of-tenant.ts';
import type { Principal } from './principal.ts';

/**
 * Whom an API key speaks for.
 *
 * @throws ServiceError `invalid_credentials` if the tenant is disabled, or not there any more.
 */
export const apiKeyPrincipal = (key: ApiKeyRecord, tenant: Tenant | undefined, settings: Settings): Principal => {
  if (!tenant) throw new ServiceError('invalid_credentials', 'The tenant of this API key is not there any more.');
  const { id, tenantId, scopes, models, profiles, limits, budgets, usageIdentifierKey } = key;
  return {
    ...{ kind: 'api_key', id, tenantId, scopes, ...ofTenant(tenant, settings) },
    ...(models && { models }),
    ...(profiles && { profiles }),
    quota: { ...(limits && { limits }), ...(budgets && { budgets }) },
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  };
};
