import { z } from 'zod';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { Profile } from '#core/runs/run-request.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { QuotaJson, toQuotaJson } from './quota-json.ts';

const instant = z.iso.datetime();

const KeyStatus = z.enum(['active', 'disabled', 'expired', 'revoked']);

/** An API key as administrators see it: never the key itself. */
export const KeyJson = QuotaJson.extend({
  id: z.string(),
  object: z.literal('api_key'),
  tenant_id: z.string(),
  name: z.string(),
  prefix: z.string().meta({ description: 'How the key begins.' }),
  status: KeyStatus,
  scopes: z.array(z.string()),
  models: z.array(z.string()).nullable(),
  profiles: z.array(Profile).nullable(),
  created_at: instant,
  expires_at: instant.nullable(),
  disabled_at: instant.nullable(),
  revoked_at: instant.nullable(),
  previous_valid_until: instant
    .nullable()
    .meta({ description: 'Until when the secret before the last rotation works.' }),
});
export type KeyJson = z.infer<typeof KeyJson>;

/** A key that was just made: the only time that it is shown. */
export const NewKeyJson = KeyJson.extend({ key: z.string().meta({ description: 'Shown once; keep it.' }) });

const statusOf = (key: ApiKeyRecord, nowMs: number): z.infer<typeof KeyStatus> => {
  if (key.revokedAtMs !== undefined) return 'revoked';
  if (key.expiresAtMs !== undefined && key.expiresAtMs <= nowMs) return 'expired';
  return key.disabledAtMs === undefined ? 'active' : 'disabled';
};

/** The key as administrators see it. */
export const toKeyJson = (key: ApiKeyRecord, nowMs: number): KeyJson => ({
  id: key.id,
  object: 'api_key',
  tenant_id: key.tenantId,
  name: key.name,
  prefix: key.prefix,
  status: statusOf(key, nowMs),
  scopes: key.scopes,
  models: key.models ?? null,
  profiles: key.profiles ?? null,
  ...toQuotaJson(key),
  created_at: toInstant(key.createdAtMs),
  expires_at: maybeInstant(key.expiresAtMs),
  disabled_at: maybeInstant(key.disabledAtMs),
  revoked_at: maybeInstant(key.revokedAtMs),
  previous_valid_until: maybeInstant(
    key.previousUntilMs !== undefined && key.previousUntilMs > nowMs ? key.previousUntilMs : undefined,
  ),
});
