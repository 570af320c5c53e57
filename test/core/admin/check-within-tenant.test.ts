import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWithinTenant } from '#core/admin/check-within-tenant.ts';

const TENANT = {
  limits: { requestsPerDay: 10 },
  budgets: { perDayMicroUsd: 5_000_000, raise: { perDayMicroUsd: 8_000_000, untilMs: 1_000 } },
};

test('a key may be given as much as its tenant has, a raise as much as stands for it now, and what it has no limit of', () => {
  checkWithinTenant({ limits: { requestsPerDay: 10, concurrentRuns: 99 } }, TENANT, 0);
  const raise = { perDayMicroUsd: 8_000_000, perMonthMicroUsd: 99_000_000, untilMs: 2_000 };
  checkWithinTenant({ budgets: { perDayMicroUsd: 5_000_000, raise } }, TENANT, 0);
});

test("fails to give a key more than its tenant has, naming each in the caller's words", () => {
  const raise = { perDayMicroUsd: 6_000_000, untilMs: 2_000 };
  const more = { limits: { requestsPerDay: 11 }, budgets: { perDayMicroUsd: 5_000_001, raise } };
  assert.throws(() => checkWithinTenant(more, TENANT, 1_000), {
    code: 'invalid_request',
    message:
      "A key may not have more than its tenant. limits.requests_per_day: 11 is above the tenant's 10; " +
      "budgets.per_day_usd: 5.000001 USD is above the tenant's 5 USD; " +
      "budgets.raise.per_day_usd: 6 USD is above the tenant's 5 USD.",
    fields: [
      { pointer: '/limits/requests_per_day', message: "11 is above the tenant's 10" },
      { pointer: '/budgets/per_day_usd', message: "5.000001 USD is above the tenant's 5 USD" },
      { pointer: '/budgets/raise/per_day_usd', message: "6 USD is above the tenant's 5 USD" },
    ],
  });
});
