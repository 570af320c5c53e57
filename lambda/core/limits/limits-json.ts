import { z } from 'zod';

const instant = z.iso.datetime();

const LimitJson = z.object({
  policy: z.string().meta({ description: 'As in the RateLimit headers.' }),
  unit: z.enum(['requests', 'tokens', 'concurrent-requests']),
  limit: z.int(),
  used: z.int(),
  remaining: z.int(),
  resets_at: instant.nullable().meta({ description: 'Null: when a run ends.' }),
});
export type LimitJson = z.infer<typeof LimitJson>;

const BudgetJson = z.object({
  period: z.enum(['day', 'month']),
  budget_usd: z.number(),
  spent_usd: z.number(),
  reserved_usd: z.number().meta({ description: 'What runs under way may come to cost.' }),
  remaining_usd: z.number(),
  resets_at: instant,
});
export type BudgetJson = z.infer<typeof BudgetJson>;

const QuotaReportJson = z.object({
  id: z.string(),
  limits: z.array(LimitJson),
  budgets: z.array(BudgetJson),
  max_run_cost_usd: z
    .number()
    .nullable()
    .meta({ description: 'What one run may cost; null: what the deployment allows.' }),
});
export type QuotaReportJson = z.infer<typeof QuotaReportJson>;

/** What limits a caller and its tenant, and how much of it is used; what is not limited is not there. */
export const LimitsJson = z.object({
  object: z.literal('limits'),
  as_of: instant,
  time_zone: z.string().meta({ description: 'Where days and months begin.' }),
  tier: z.string(),
  models: z.array(z.string()).nullable().meta({ description: 'The models that the caller may use; null: all.' }),
  profiles: z.array(z.string()).nullable().meta({ description: 'The profiles that the caller may use; null: all.' }),
  caller: QuotaReportJson,
  tenant: QuotaReportJson,
});
export type LimitsJson = z.infer<typeof LimitsJson>;
