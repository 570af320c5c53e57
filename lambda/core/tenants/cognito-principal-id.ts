import { z } from 'zod';

/** The id of a Cognito user or client, in a body. */
export const CognitoPrincipalId = z
  .string()
  .regex(/^(user|client):[\w-]{1,128}$/, 'must be user:<sub> or client:<client id>');
