import { z } from 'zod';
import { CognitoPrincipalId } from '#core/tenants/cognito-principal-id.ts';
import { Name } from './name.ts';
import { QuotaBody } from './quota-body.ts';

const tier = z.string().max(64).meta({ description: 'One of GET /admin/tiers.' });

/** The body of `POST /admin/tenants`. */
export const TenantBody = QuotaBody.extend({
  id: CognitoPrincipalId.optional().meta({
    description: 'The Cognito user or client that is this tenant; a new id if left out.',
  }),
  name: Name,
  tier: tier.optional(),
});
export type TenantBody = z.infer<typeof TenantBody>;

/** The body of `PATCH /admin/tenants/{id}`: what is left out stays as it is. */
export const TenantChanges = QuotaBody.extend({
  name: Name.optional(),
  tier: tier.optional(),
  disabled: z.boolean().optional().meta({ description: 'True: all its callers are refused until it is false.' }),
});
export type TenantChanges = z.infer<typeof TenantChanges>;
