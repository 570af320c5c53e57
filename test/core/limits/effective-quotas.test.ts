import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Budgets } from '#core/budgets/budgets.ts';
import { effectiveQuotas } from '#core/limits/effective-quotas.ts';
import { Limits } from '#core/limits/limits.ts';
import { parseSettings } from '#core/settings.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';

const settings = parseSettings({
  tiers: {
    standard: { requestsPerMinutePerPrincipal: 7, requestsPerMinutePerTenant: 9, tokensPerMinutePerTenant: 50 },
  },
});

test('the tier gives the limits where nobody has others', () => {
  const [caller, tenant] = effectiveQuotas(ALICE, settings, 0);
  assert.deepEqual(caller, {
    subject: 'principal:key:alice',
    of: 'caller',
    limits: { requestsPerMinute: 7 },
    budgets: {},
  });
  assert.deepEqual(tenant.limits, { requestsPerMinute: 9, tokensPerMinute: 50 });
});

test('a tenant has others than its tier, and a key others than its tier within those', () => {
  const [caller, tenant] = effectiveQuotas(
    { ...ALICE, quota: { limits: { requestsPerMinute: 80 } }, tenantQuota: { limits: { requestsPerMinute: 90 } } },
    settings,
    0,
  );
  assert.deepEqual([caller.limits.requestsPerMinute, tenant.limits.requestsPerMinute], [80, 90]);
});

test('a caller of a tier that is no more has the limits of the default tier', () => {
  for (const tier of ['gold', 'constructor', '__proto__']) {
    assert.equal(effectiveQuotas({ ...ALICE, tier }, settings, 0)[0].limits.requestsPerMinute, 7);
  }
});

test('a raise stands until it ends, and leaves what it does not name', () => {
  const budgets = { perDayMicroUsd: 5, perMonthMicroUsd: 50, raise: { perDayMicroUsd: 20, untilMs: 1_000 } };
  const at = (nowMs: number) => effectiveQuotas({ ...ALICE, tenantQuota: { budgets } }, settings, nowMs)[1].budgets;
  assert.deepEqual(at(999), { perDayMicroUsd: 20, perMonthMicroUsd: 50 });
  assert.deepEqual(at(1_000), { perDayMicroUsd: 5, perMonthMicroUsd: 50 });
});

const some = <T>(shape: Record<string, unknown>, schema: { parse(input: unknown): T }) =>
  fc
    .record(Object.fromEntries(Object.keys(shape).map((name) => [name, fc.integer({ min: 1, max: 99 })])), {
      requiredKeys: [],
    })
    .map((numbers) => schema.parse(numbers));

const { raise: _, ...amounts } = Budgets.shape;
const Quotas = fc.record({ limits: some(Limits.shape, Limits), budgets: some(amounts, Budgets) });

test('a key never has more than its tenant, whatever was set', () => {
  fc.assert(
    fc.property(Quotas, Quotas, (quota, tenantQuota) => {
      const [caller, tenant] = effectiveQuotas({ ...ALICE, quota, tenantQuota }, settings, 0);
      for (const part of ['limits', 'budgets'] as const) {
        for (const [name, value] of Object.entries(caller[part])) {
          const most = (tenant[part] as Record<string, number | undefined>)[name];
          assert.ok(most === undefined || value <= most, `${name} ${value} > ${most}`);
        }
      }
    }),
  );
});
