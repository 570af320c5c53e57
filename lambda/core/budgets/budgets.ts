import { z } from 'zod';

const microUsd = z.int().positive().exactOptional();

/** What a calendar day and a calendar month in `settings.timeZone` may cost; what is left out is not limited. */
const Amounts = z.strictObject({ perDayMicroUsd: microUsd, perMonthMicroUsd: microUsd });

/** What a key, another caller, or a tenant may spend. */
export const Budgets = Amounts.extend({
  /** What one run may cost, whatever was asked for. */
  perRunMicroUsd: microUsd,
  /** Stands in the place of the amounts above until it ends. */
  raise: Amounts.extend({ untilMs: z.int() }).exactOptional(),
});
export type Budgets = z.infer<typeof Budgets>;
