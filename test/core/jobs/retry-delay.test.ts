import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ERROR_CODES, type ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { refusedWaitMs, retryDelayMs } from '#core/jobs/retry-delay.ts';
import type { LastEvent } from '#core/prompts/end-prompt.ts';
import { MAX_DELAY_SECONDS } from '#core/queue/work-queue.ts';
import { errorEvent, resultEvent } from '#test/fakes/run-events.ts';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const RETRIED = ['interrupted', 'upstream_error', 'upstream_overloaded', 'upstream_rate_limited', 'upstream_stalled'];
const AWAITED = ['rate_limit_exceeded', 'unavailable'];

const failing = (code: ErrorCode, retryAfterSeconds?: number): LastEvent =>
  errorEvent({ code, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }) as LastEvent;

/** Without any spread. */
const atOnce = () => 0;

describe('a job whose run failed', () => {
  test('is started again only for what may go well another time', () => {
    const retried = CODES.filter((code) => retryDelayMs({ attempts: 1, maxAttempts: 3 }, failing(code), atOnce));
    assert.deepEqual(retried.sort(), RETRIED);
  });

  test('waits four times as long after each attempt', () => {
    const delays = [1, 2, 3, 4].map((attempts) =>
      retryDelayMs({ attempts, maxAttempts: 5 }, failing('upstream_overloaded'), atOnce),
    );
    assert.deepEqual(delays, [5_000, 20_000, 80_000, 320_000]);
  });

  test('waits as long as it was told, if that is longer', () => {
    const delayOf = (seconds: number) =>
      retryDelayMs({ attempts: 1, maxAttempts: 3 }, failing('upstream_rate_limited', seconds), atOnce);
    assert.deepEqual([1, 60, 86_400].map(delayOf), [5_000, 60_000, 600_000]);
  });

  test('is not started more often than it may be', () => {
    for (const attempts of [1, 2, 3]) {
      assert.equal(retryDelayMs({ attempts, maxAttempts: attempts }, failing('interrupted'), atOnce), undefined);
    }
  });

  test('is not started again if it came to a result', () => {
    assert.equal(retryDelayMs({ attempts: 1, maxAttempts: 3 }, resultEvent() as LastEvent, atOnce), undefined);
  });
});

const NOW_MS = 100_000_000;

/** How long a job waits that was refused so, and was made so long ago. */
const waitOf = (error: unknown, ageMs = 0, random = atOnce) =>
  refusedWaitMs({ createdAtMs: NOW_MS - ageMs }, error, { clock: () => NOW_MS, random });

describe('a job that was refused', () => {
  const refused = (code: ErrorCode, retryAfterSeconds?: number) =>
    new ServiceError(code, 'Not now.', { ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });

  test('waits only for what passes by itself', () => {
    assert.deepEqual(CODES.filter((code) => waitOf(refused(code))).sort(), AWAITED);
  });

  test('waits for a budget that is only held by others, as that says when to try again', () => {
    assert.equal(waitOf(refused('budget_exceeded', 5)), 5_000);
  });

  test('waits as long as it was told, within reason', () => {
    const delays = [undefined, 0, 7, 86_400].map((seconds) => waitOf(refused('rate_limit_exceeded', seconds)));
    assert.deepEqual(delays, [5_000, 1_000, 7_000, 600_000]);
  });

  test('waits an eighth of its age, if that is longer, within reason', () => {
    const delays = [40_000, 60_000, 3_600_000, 86_000_000].map((ageMs) => waitOf(refused('unavailable', 7), ageMs));
    assert.deepEqual(delays, [7_000, 7_500, 450_000, 600_000]);
  });

  test('does not wait for a defect to go away', () => {
    for (const error of [new Error('a defect'), undefined, 'unavailable']) assert.equal(waitOf(error), undefined);
  });
});

test('every delay is whole milliseconds, spread by up to a fifth, and none is longer than the queue takes', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const retryAfter = fc.option(fc.double({ min: 0, max: 100_000, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(random, retryAfter, fc.integer({ min: 1, max: 4 }), fc.nat(NOW_MS), (share, seconds, attempts, age) => {
      const last = failing('upstream_overloaded', seconds);
      const refusal = new ServiceError('unavailable', 'Not now.', {
        ...(seconds !== undefined && { retryAfterSeconds: seconds }),
      });
      for (const delayOf of [
        (spread: () => number) => retryDelayMs({ attempts, maxAttempts: 5 }, last, spread),
        (spread: () => number) => waitOf(refusal, age, spread),
      ]) {
        const least = delayOf(atOnce);
        const delay = delayOf(() => share);
        assert.ok(least !== undefined && delay !== undefined);
        assert.ok(Number.isInteger(least) && Number.isInteger(delay));
        assert.ok(delay >= least && delay <= Math.ceil(least * 1.2));
        assert.ok(Math.ceil(delay / 1000) <= MAX_DELAY_SECONDS);
      }
    }),
  );
});
