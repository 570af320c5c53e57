import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Balance, Reservation } from '#core/budgets/ledger.ts';
import { budgetRefusal } from '#core/budgets/quota-refusal.ts';

const RESERVATION: Reservation = {
  ...{ subject: 'tenant:tenant-1', unit: 'day', startsAtMs: 0, endsAtMs: 86_400_000 },
  microUsd: 5_000_000,
};

const refusal = (balance: Omit<Balance, 'requests'>, budgetMicroUsd = 20_000_000, leastMicroUsd = 1) =>
  budgetRefusal({ ...RESERVATION, budgetMicroUsd }, { requests: 1, ...balance }, leastMicroUsd);

test('a budget that is only held by runs under way says to try again soon, and what it was refused for', () => {
  const { code, retryAfterSeconds, message } = refusal({ spentMicroUsd: 40_000, reservedMicroUsd: 19_960_000 });
  assert.deepEqual([code, retryAfterSeconds], ['budget_exceeded', 5]);
  assert.match(message, /spent \$0\.04 of \$20 this day, and prompts that run may use another \$19\.96/);
});

for (const [what, spentMicroUsd, reservedMicroUsd, more] of [
  ['is used up', 20_000_000, 0, []],
  ['leaves too little for any run, whatever those under way give back', 19_990_001, 9_999, []],
  ['leaves too little for this prompt, whatever those under way give back', 19_900_000, 100_000, [20_000_000, 200_000]],
  ['is too small for two runs', 51, 49, [100]],
] as const) {
  test(`a budget that ${what} does not say when to try again`, () => {
    assert.equal(refusal({ spentMicroUsd, reservedMicroUsd }, ...more).retryAfterSeconds, undefined);
  });
}
