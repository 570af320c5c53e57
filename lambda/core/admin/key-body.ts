import { z } from 'zod';
import { Profile } from '#core/runs/run-request.ts';
import { Name } from './name.ts';
import { QuotaBody } from './quota-body.ts';

const scopes = z.array(z.enum(['prompts'])).max(1);
const models = z.array(z.string().max(128)).min(1).max(50).meta({ description: 'Ids or aliases; null: all.' });
const profiles = z.array(Profile).min(1).max(2).meta({ description: 'Null: all.' });
const expiresAt = z.iso.datetime({ offset: true }).meta({ description: 'RFC 3339; null: never.' });

/** The body of `POST /admin/tenants/{id}/keys`. */
export const KeyBody = QuotaBody.extend({
  name: Name,
  scopes: scopes.default(['prompts']),
  models: models.nullish(),
  profiles: profiles.nullish(),
  expires_at: expiresAt.nullish(),
});
export type KeyBody = z.infer<typeof KeyBody>;

/** The body of `PATCH /admin/tenants/{id}/keys/{key_id}`: what is left out stays as it is, null takes it away. */
export const KeyChanges = QuotaBody.extend({
  name: Name.optional(),
  scopes: scopes.optional(),
  models: models.nullish(),
  profiles: profiles.nullish(),
  expires_at: expiresAt.nullish(),
  disabled: z.boolean().optional().meta({ description: 'True: the key is refused until it is false.' }),
});
export type KeyChanges = z.infer<typeof KeyChanges>;

/** The body of `POST /admin/tenants/{id}/keys/{key_id}/rotate`. */
export const RotationBody = z.strictObject({
  grace_seconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(86_400)
    .meta({ description: 'How long the secret until now works beside the new one.' }),
});
