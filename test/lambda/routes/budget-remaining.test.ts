import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Principal } from '#core/auth/principal.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { errorEvent, resultEvent, SOME_METRICS } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

const HEADER = 'headless-claude-budget-remaining-usd';

/** Half a dollar a day for her, and one a month for her tenant. */
const BUDGETED: Principal = {
  ...ALICE,
  quota: { budgets: { perDayMicroUsd: 500_000 } },
  tenantQuota: { budgets: { perMonthMicroUsd: 1_000_000 } },
};

describe('an answer says what is left of the tightest budget', () => {
  test('after the run, when it is buffered: what others may spend by then is not left', async () => {
    const { ask, ports } = createTestApi();
    assert.equal((await ask({}, { caller: BUDGETED })).headers[HEADER], '0.499837');
    const window = { subject: 'tenant:tenant-1', unit: 'month', startsAtMs: Date.UTC(2026, 10), endsAtMs: 0 } as const;
    await ports.ledger.reserve('of-another', { ...window, microUsd: 900_000, budgetMicroUsd: 1_000_000 });
    assert.equal((await ask({}, { caller: BUDGETED })).headers[HEADER], '0.099674');
  });

  test('before the run, when it is streamed', async () => {
    const { ask } = createTestApi();
    for (const left of ['0.5', '0.499837']) {
      assert.equal((await ask({ stream: true }, { caller: BUDGETED })).headers[HEADER], left);
    }
  });

  test('and so does one that failed', async () => {
    const { status, headers } = await createTestApi([errorEvent()]).ask({}, { caller: BUDGETED });
    assert.equal(status, 529);
    assert.ok(Number(headers[HEADER]) < 0.5);
  });

  test('but not that it is less than nothing', async () => {
    const caller = { ...ALICE, quota: { budgets: { perDayMicroUsd: 10_000 } } };
    const costly = resultEvent({ metrics: { ...SOME_METRICS, costMicroUsd: 15_000 } });
    assert.equal((await createTestApi([costly]).ask({}, { caller })).headers[HEADER], '0');
  });
});

test('without a budget nothing is said of one, nor when an answer is told again', async () => {
  const { ask } = createTestApi();
  assert.equal((await ask()).headers[HEADER], undefined);
  const request = { caller: BUDGETED, headers: { 'idempotency-key': 'once' } };
  assert.equal((await ask({}, request)).headers[HEADER], '0.499837');
  const again = await ask({}, request);
  assert.deepEqual([again.headers['idempotent-replayed'], again.headers[HEADER]], ['true', undefined]);
});
