import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Balance, Ledger, Reservation } from '#core/budgets/ledger.ts';

const DAY_MS = 86_400_000;
let subjects = 0;

const newReservation = (more: Partial<Reservation> = {}): Reservation => {
  subjects += 1;
  return {
    subject: `tenant:ledger-${subjects}-${process.pid}`,
    unit: 'day',
    startsAtMs: 1_795_305_600_000,
    endsAtMs: 1_795_305_600_000 + DAY_MS,
    microUsd: 100,
    budgetMicroUsd: 1_000,
    ...more,
  };
};

const NOTHING = { requests: 0, spentMicroUsd: 0, reservedMicroUsd: 0 };

const addBalances = (a: Balance, b: Balance): Balance => ({
  requests: a.requests + b.requests,
  spentMicroUsd: a.spentMicroUsd + b.spentMicroUsd,
  reservedMicroUsd: a.reservedMicroUsd + b.reservedMicroUsd,
});

/** A run that costs so much if it is let, and is then settled so often. */
const RUN = fc.record({
  microUsd: fc.integer({ min: 1, max: 600 }),
  cost: fc.integer({ min: 0, max: 600 }),
  settlements: fc.integer({ min: 0, max: 2 }),
});
type Run = typeof RUN extends fc.Arbitrary<infer T> ? T : never;

/** Lives a run. @returns what it leaves behind. */
const live = async (ledger: Ledger, promptId: string, reservation: Reservation, run: Run): Promise<Balance> => {
  const { microUsd, cost, settlements } = run;
  const { isReserved, balance } = await ledger.reserve(promptId, reservation);
  assert.ok(balance.spentMicroUsd + balance.reservedMicroUsd <= 1_000);
  // A run is stopped at what it has reserved.
  const spentMicroUsd = Math.min(cost, microUsd);
  for (let times = 0; times < settlements; times += 1) await ledger.settle(promptId, reservation, spentMicroUsd);
  if (!isReserved) return NOTHING;
  return settlements > 0
    ? { requests: 1, spentMicroUsd, reservedMicroUsd: 0 }
    : { requests: 1, spentMicroUsd: 0, reservedMicroUsd: microUsd };
};

/** What every `Ledger` promises. */
export const testLedger = (createLedger: () => Ledger): void => {
  test('a window that nobody has used is empty', async () => {
    assert.deepEqual(await createLedger().read(newReservation()), NOTHING);
  });

  test('what is reserved is counted, and what was spent takes its place', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    const balance = { requests: 1, spentMicroUsd: 0, reservedMicroUsd: 100 };
    assert.deepEqual(await ledger.reserve('p1', reservation), { isReserved: true, balance });
    assert.deepEqual(await ledger.settle('p1', reservation, 30), {
      ...{ requests: 1, spentMicroUsd: 30, reservedMicroUsd: 0 },
    });
    assert.deepEqual(await ledger.read(reservation), { requests: 1, spentMicroUsd: 30, reservedMicroUsd: 0 });
  });

  test('a run that cost more than was reserved is booked with what it cost', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    await ledger.reserve('p1', reservation);
    await ledger.settle('p1', reservation, 1_100);
    const { isReserved, balance } = await ledger.reserve('p2', { ...reservation, microUsd: 1 });
    assert.deepEqual([isReserved, balance], [false, { requests: 1, spentMicroUsd: 1_100, reservedMicroUsd: 0 }]);
  });

  test('it reserves until the budget is used up to the last micro-USD, and not one more', async () => {
    const ledger = createLedger();
    const reservation = newReservation({ microUsd: 500 });
    assert.equal((await ledger.reserve('p1', reservation)).isReserved, true);
    assert.equal((await ledger.reserve('p2', { ...reservation, microUsd: 501 })).isReserved, false);
    assert.equal((await ledger.reserve('p2', reservation)).isReserved, true);
    assert.equal((await ledger.reserve('p3', { ...reservation, microUsd: 1 })).isReserved, false);
  });

  test('requests are limited with or without a budget', async () => {
    const ledger = createLedger();
    const { budgetMicroUsd: _, ...unlimited } = newReservation({ microUsd: 0, maxRequests: 2 });
    const limited = newReservation({ maxRequests: 2 });
    for (const reservation of [unlimited, limited]) {
      assert.equal((await ledger.reserve('p1', reservation)).isReserved, true);
      await ledger.settle('p1', reservation, 5);
      assert.equal((await ledger.reserve('p2', reservation)).isReserved, true);
      assert.equal((await ledger.reserve('p3', reservation)).isReserved, false);
      assert.equal((await ledger.read(reservation)).requests, 2);
    }
  });

  test('reserving again for the same prompt changes nothing', async () => {
    const ledger = createLedger();
    const reservation = newReservation({ microUsd: 600 });
    const first = await ledger.reserve('p1', reservation);
    assert.deepEqual(await ledger.reserve('p1', reservation), first);
    assert.deepEqual(await ledger.read(reservation), first.balance);
  });

  test('a prompt is settled once, however often and by how many', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    await ledger.reserve('p1', reservation);
    const balances = await Promise.all(Array.from({ length: 8 }, () => ledger.settle('p1', reservation, 30)));
    assert.equal(balances.filter((balance) => balance !== undefined).length, 1);
    assert.equal(await ledger.settle('p1', reservation, 30), undefined);
    assert.deepEqual(await ledger.read(reservation), { requests: 1, spentMicroUsd: 30, reservedMicroUsd: 0 });
  });

  test('what was never reserved is not settled, and leaves no trace', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    assert.equal(await ledger.settle('p1', reservation, 30), undefined);
    await ledger.cancel('p1', reservation);
    assert.deepEqual(await ledger.read(reservation), NOTHING);
  });

  test('settling and cancelling find what is really reserved, though the record says another amount', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    const planned = { ...reservation, microUsd: 700 };
    await ledger.reserve('p1', reservation);
    await ledger.reserve('p2', reservation);
    await ledger.settle('p1', planned, 30);
    await ledger.cancel('p2', planned);
    assert.deepEqual(await ledger.read(reservation), { requests: 1, spentMicroUsd: 30, reservedMicroUsd: 0 });
  });

  test('what is reserved for a prompt is known until it is settled or cancelled', async () => {
    const ledger = createLedger();
    const reservation = newReservation();
    assert.equal(await ledger.isReserved('p1', reservation), false);
    for (const end of [() => ledger.settle('p1', reservation, 30), () => ledger.cancel('p1', reservation)]) {
      await ledger.reserve('p1', reservation);
      assert.deepEqual(
        [await ledger.isReserved('p1', reservation), await ledger.isReserved('p2', reservation)],
        [true, false],
      );
      await end();
      assert.equal(await ledger.isReserved('p1', reservation), false);
    }
  });

  test('what is cancelled is as if it had never been', async () => {
    const ledger = createLedger();
    const reservation = newReservation({ maxRequests: 1 });
    await ledger.reserve('p1', reservation);
    await ledger.cancel('p1', reservation);
    await ledger.cancel('p1', reservation);
    assert.deepEqual(await ledger.read(reservation), NOTHING);
    assert.equal((await ledger.reserve('p2', reservation)).isReserved, true);
  });

  test('days, months and subjects do not mix', async () => {
    const ledger = createLedger();
    const day = newReservation();
    await ledger.reserve('p1', day);
    for (const other of [{ ...day, unit: 'month' as const }, { ...day, startsAtMs: day.endsAtMs }, newReservation()]) {
      assert.deepEqual(await ledger.read(other), NOTHING);
    }
  });

  test('of many who reserve at once as many succeed as the budget has room for', async () => {
    const ledger = createLedger();
    const reservation = newReservation({ microUsd: 130 });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => ledger.reserve(`p${index}`, reservation)),
    );
    assert.equal(answers.filter(({ isReserved }) => isReserved).length, 7);
    assert.deepEqual(await ledger.read(reservation), { requests: 7, spentMicroUsd: 0, reservedMicroUsd: 910 });
  });

  test('whatever happens at once, no more is spent and reserved than the budget, and the sum is right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(RUN, { minLength: 1, maxLength: 12 }), async (runs) => {
        const ledger = createLedger();
        const reservation = newReservation();
        const traces = await Promise.all(
          runs.map((run, index) => live(ledger, `p${index}`, { ...reservation, microUsd: run.microUsd }, run)),
        );
        assert.deepEqual(await ledger.read(reservation), traces.reduce(addBalances, NOTHING));
      }),
      { numRuns: 15 },
    );
  });
};
