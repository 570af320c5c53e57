import { z } from 'zod';
import { Budgets } from '#core/budgets/budgets.ts';
import { Limits } from './limits.ts';

/** Limits and budgets of a key or a tenant. A limit that is left out is that of the tier. */
export const Quota = z.object({ limits: Limits.exactOptional(), budgets: Budgets.exactOptional() });
export type Quota = z.infer<typeof Quota>;
