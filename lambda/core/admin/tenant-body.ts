import { z } from 'zod';
import { QuotaBody } from './quota-body.ts';

const name = z.string().trim().min(1).max(128);
const tier = z.string().max(64).meta({ description: 'One of GET /admin/tiers.' });

/** The body of `POST /admin/tenants`. */
export const TenantBody = QuotaBody.extend({
  id: z
    .string()
    .regex(/^(user|client):[\w-]{1,128}$/, 'must be user:<sub> or client:<client id>, or left out')
    .optional()
    .meta({ description: 'The Cognito user or client that is this tenant; a new id if left out.' }),
  name,
  tier: tier.optional(),
});
export type TenantBody = z.infer<typeof TenantBody>;

/** The body of `PATCH /admin/tenants/{id}`: what is left out stays as it is. */
export const TenantChanges = QuotaBody.extend({
  name: name.optional(),
  tier: tier.optional(),
  disabled: z.boolean().optional().meta({ description: 'True: all its callers are refused until it is false.' }),
});
export type TenantChanges = z.infer<typeof TenantChanges>;
