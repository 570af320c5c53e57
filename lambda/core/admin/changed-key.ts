import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import { patched } from '#core/patched.ts';
import type { Settings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { checkWithinTenant } from './check-within-tenant.ts';
import { futureMs } from './future-ms.ts';
import type { KeyChanges } from './key-body.ts';
import { changedQuota } from './quota-body.ts';

/** What a change of a key is held against. */
export interface KeyContext {
  readonly tenant: Tenant;
  readonly settings: Settings;
  readonly nowMs: number;
}

/**
 * The key with those changes.
 *
 * @throws ServiceError `invalid_request` if it is given more than its tenant has, or would be over by now,
 * `unknown_model`, `conflict` if it is revoked.
 */
export const changedKey = (
  { models, profiles, expiresAtMs, disabledAtMs, ...key }: ApiKeyRecord,
  changes: KeyChanges,
  { tenant, settings, nowMs }: KeyContext,
): ApiKeyRecord => {
  if (key.revokedAtMs !== undefined) throw new ServiceError('conflict', `The API key ${key.id} is revoked for ever.`);
  const { name = key.name, scopes = key.scopes, disabled = disabledAtMs !== undefined, limits, budgets } = changes;
  // What was set before may stand above the tenant's, which was lowered since: it is clamped where it is used.
  checkWithinTenant(changedQuota({}, { limits, budgets }, nowMs), tenant, nowMs);
  const quota = changedQuota(key, { limits, budgets }, nowMs);
  const idsOf = changes.models?.map((model, index) => resolveModel(settings.models, model, `/models/${index}`).id);
  const ofModels = patched(changes.models === null ? null : idsOf, models);
  const ofProfiles = patched(changes.profiles, profiles);
  const { expires_at: expiresAt } = changes;
  const expires = patched(
    typeof expiresAt === 'string' ? futureMs(expiresAt, '/expires_at', nowMs) : expiresAt,
    expiresAtMs,
  );
  return {
    ...{ ...key, name, scopes, ...quota },
    ...(ofModels && { models: ofModels }),
    ...(ofProfiles && { profiles: ofProfiles }),
    ...(expires !== undefined && { expiresAtMs: expires }),
    ...(disabled && { disabledAtMs: disabledAtMs ?? nowMs }),
  };
};
