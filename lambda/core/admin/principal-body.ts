import { z } from 'zod';
import { CognitoPrincipalId } from '#core/tenants/cognito-principal-id.ts';

/** The body of `POST /admin/tenants/{id}/principals`. */
export const PrincipalBody = z.strictObject({
  id: CognitoPrincipalId.meta({ description: 'The Cognito user or client that is to belong to the tenant.' }),
});
