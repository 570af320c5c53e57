import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nextDueTimes } from '#core/schedules/due-times.ts';
import { schedulerExpression } from '#core/schedules/scheduler-expression.ts';
import { cronExpressions } from './cron-expressions.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** EventBridge Scheduler’s: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const MAX_CHARS = 256;

const DAY_MS = 86_400_000;

describe('to EventBridge Scheduler', () => {
  for (const [expression, expected] of [
    ['* * * * *', 'cron(* * * * ? *)'],
    ['0 7 * * 1-5', 'cron(0 7 ? * 2-6 *)'],
    ['0 0 * * 0', 'cron(0 0 ? * 1 *)'],
    ['0 0 * * 7', 'cron(0 0 ? * 1 *)'],
    ['0 0 * * SAT', 'cron(0 0 ? * 7 *)'],
    ['0 0 * * FRI-SUN', 'cron(0 0 ? * 1,6-7 *)'],
    ['0 0 * * 0-7', 'cron(0 0 * * ? *)'],
    ['0 0 1,15 * *', 'cron(0 0 1,15 * ? *)'],
    ['0 0 1-31 * *', 'cron(0 0 * * ? *)'],
    ['*/15 8-18/2 * * *', 'cron(0,15,30,45 8,10,12,14,16,18 * * ? *)'],
    ['5-7,9 * * JAN-MAR,12 *', 'cron(5-7,9 * * 1-3,12 ? *)'],
  ] as const) {
    test(`"${expression}" is ${expected}`, () => {
      assert.equal(schedulerExpression({ kind: 'cron', expression, timeZone: 'UTC' }), expected);
    });
  }

  for (const [everyMinutes, expected] of [
    [1, 'rate(1 minute)'],
    [5, 'rate(5 minutes)'],
    [1440, 'rate(1440 minutes)'],
  ] as const) {
    test(`every ${everyMinutes} minutes is ${expected}`, () => {
      assert.equal(schedulerExpression({ kind: 'rate', everyMinutes, firstAtMs: 0 }), expected);
    });
  }
});

/** Zones, and days in which their clocks are changed. */
const CHANGES = [
  ['UTC', Date.UTC(2026, 10, 28)],
  ['Europe/Zurich', Date.UTC(2027, 2, 28)],
  ['Europe/Zurich', Date.UTC(2027, 9, 31)],
  ['America/New_York', Date.UTC(2027, 2, 14)],
  ['America/New_York', Date.UTC(2027, 10, 7)],
  ['Australia/Lord_Howe', Date.UTC(2027, 3, 3)],
  ['Australia/Lord_Howe', Date.UTC(2027, 9, 3)],
  ['Antarctica/Troll', Date.UTC(2027, 9, 31)],
  ['America/Santiago', Date.UTC(2027, 8, 5)],
] as const;

test('whatever cron says, it is due at the same times there as here, also when clocks are changed', () => {
  const moments = fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -DAY_MS, max: DAY_MS }));
  fc.assert(
    fc.property(cronExpressions, moments, (expression, [[timeZone, day], offsetMs]) => {
      const timing = { kind: 'cron', expression, timeZone } as const;
      const translated = schedulerExpression(timing);
      assert.ok(translated.length <= MAX_CHARS, translated);
      const afterMs = day + offsetMs;
      const untilMs = afterMs + 2 * DAY_MS;
      const expected = evaluateExpression(translated, timeZone, afterMs, untilMs);
      const due = nextDueTimes(timing, afterMs, expected.length + 1).filter((ms) => ms <= untilMs);
      assert.deepEqual(due, expected, translated);
    }),
    { numRuns: 60 },
  );
});

test('the longest expression that there can be is short enough', () => {
  const pairs = (least: number, most: number) =>
    Array.from({ length: most - least + 1 }, (_, index) => least + index)
      .filter((value) => (value - least) % 3 !== 2)
      .join(',');
  for (const expression of [`${pairs(0, 59)} ${pairs(0, 23)} ${pairs(1, 31)} ${pairs(1, 12)} *`]) {
    assert.ok(schedulerExpression({ kind: 'cron', expression, timeZone: 'UTC' }).length <= MAX_CHARS);
  }
});
