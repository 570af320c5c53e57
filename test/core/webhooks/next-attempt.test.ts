import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DELIVERY_POLICY } from '#core/webhooks/delivery-policy.ts';
import { nextAttemptAtMs } from '#core/webhooks/next-attempt.ts';

const { delaysSeconds, maxRetryAfterSeconds } = DELIVERY_POLICY;
const random = fc.double({ min: 0, max: 1, noNaN: true });

/** When each attempt of a delivery is made whose receiver fails at once, whatever it asks for. */
const attemptTimes = (randoms: readonly number[], asked: readonly (number | undefined)[] = []): readonly number[] => {
  const times = [0];
  for (let attempts = 1; ; attempts += 1) {
    const endedAtMs = times.at(-1) ?? 0;
    const failed = { attempts, endedAtMs, retryAfterSeconds: asked[attempts - 1] };
    const next = nextAttemptAtMs(failed, DELIVERY_POLICY, randoms[attempts - 1] ?? 0);
    if (next === undefined) return times;
    times.push(next);
  }
};

test('a delivery is tried ten times in about three days', () => {
  const middle = attemptTimes(Array(9).fill(0.5));
  assert.deepEqual(
    middle.map((atMs, index) => (atMs - (middle[index - 1] ?? 0)) / 1000),
    [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  );
  assert.equal((middle.at(-1) ?? 0) / 3_600_000 > 72, true);
});

test('each wait is what the schedule says, a tenth more or less', () => {
  fc.assert(
    fc.property(fc.array(random, { minLength: 9, maxLength: 9 }), (randoms) => {
      const times = attemptTimes(randoms);
      assert.equal(times.length, delaysSeconds.length);
      for (const [index, atMs] of times.entries()) {
        if (index === 0) continue;
        const waitedMs = atMs - (times[index - 1] ?? 0);
        const delayMs = (delaysSeconds[index] ?? 0) * 1000;
        assert.ok(waitedMs >= delayMs * 0.9 - 1 && waitedMs <= delayMs * 1.1 + 1, `${waitedMs} for ${delayMs}`);
      }
    }),
  );
});

test('a receiver that asks for patience gets it, up to an hour, and never an attempt more or earlier', () => {
  const asks = fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined }), {
    ...{ minLength: 9, maxLength: 9 },
  });
  fc.assert(
    fc.property(fc.array(random, { minLength: 9, maxLength: 9 }), asks, (randoms, asked) => {
      const patient = attemptTimes(randoms, asked);
      const usual = attemptTimes(randoms);
      assert.equal(patient.length, usual.length);
      for (let index = 1; index < patient.length; index += 1) {
        const waitedMs = (patient[index] ?? 0) - (patient[index - 1] ?? 0);
        const usualMs = (usual[index] ?? 0) - (usual[index - 1] ?? 0);
        const askedMs = Math.min(asked[index - 1] ?? 0, maxRetryAfterSeconds) * 1000;
        assert.ok(Math.abs(waitedMs - Math.max(usualMs, askedMs)) <= 1);
      }
    }),
  );
});
