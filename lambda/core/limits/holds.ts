import { z } from 'zod';
import { Reservation } from '#core/budgets/ledger.ts';

/** What a prompt holds of limits and budgets while it runs, kept with its record: whoever settles it gives it back. */
export const Holds = z.object({
  /** Whose leases it has. */
  leases: z.array(z.string()),
  /** Of whose minute it has taken how many tokens: as estimated. */
  tokens: z.array(z.object({ subject: z.string(), startsAtMs: z.int(), amount: z.int() })),
  reservations: z.array(Reservation),
});
export type Holds = z.infer<typeof Holds>;
