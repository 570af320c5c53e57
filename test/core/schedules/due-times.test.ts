import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { latestDueTime, nextDueTimes } from '#core/schedules/due-times.ts';
import type { Timing } from '#core/schedules/timing.ts';
import { cronExpressions } from './cron-expressions.ts';

const cron = (expression: string, timeZone = 'UTC'): Timing => ({ kind: 'cron', expression, timeZone });
const rate = (everyMinutes: number, firstAt: string): Timing => ({
  ...{ kind: 'rate', everyMinutes, firstAtMs: Date.parse(firstAt) },
});

const nextTexts = (timing: Timing, after: string, count = 3): readonly string[] =>
  nextDueTimes(timing, Date.parse(after), count).map((ms) => new Date(ms).toISOString().slice(0, 16));

describe('the next times', () => {
  for (const [what, timing, after, expected] of [
    [
      'on weekdays',
      cron('0 7 * * 1-5'),
      '2026-11-27T07:00:00Z',
      ['2026-11-30T07:00', '2026-12-01T07:00', '2026-12-02T07:00'],
    ],
    [
      'a moment before one is due',
      cron('0 7 * * *'),
      '2026-11-28T06:59:59.999Z',
      ['2026-11-28T07:00', '2026-11-29T07:00', '2026-11-30T07:00'],
    ],
    [
      'by the clocks of a zone',
      cron('30 9 1 * *', 'America/New_York'),
      '2026-11-28T12:00:00Z',
      ['2026-12-01T14:30', '2027-01-01T14:30', '2027-02-01T14:30'],
    ],
    [
      'over the change to summer',
      cron('0 12 * * *', 'Europe/Zurich'),
      '2027-03-27T12:00:00Z',
      ['2027-03-28T10:00', '2027-03-29T10:00', '2027-03-30T10:00'],
    ],
    [
      'none in the hour that is skipped',
      cron('30 2 * * *', 'Europe/Zurich'),
      '2027-03-27T00:00:00Z',
      ['2027-03-27T01:30', '2027-03-29T00:30', '2027-03-30T00:30'],
    ],
    [
      'once in the hour that comes twice',
      cron('30 2 * * *', 'Europe/Zurich'),
      '2027-10-30T22:00:00Z',
      ['2027-10-31T00:30', '2027-11-01T01:30', '2027-11-02T01:30'],
    ],
    [
      'none for an hour, if that hour was before',
      cron('*/30 * * * *', 'Europe/Zurich'),
      '2027-10-31T00:15:00Z',
      ['2027-10-31T00:30', '2027-10-31T02:00', '2027-10-31T02:30'],
    ],
    [
      'none in the second pass of that hour',
      cron('*/30 * * * *', 'Europe/Zurich'),
      '2027-10-31T01:15:00Z',
      ['2027-10-31T02:00', '2027-10-31T02:30', '2027-10-31T03:00'],
    ],
    [
      'every four years',
      cron('0 0 29 2 *'),
      '2026-11-28T00:00:00Z',
      ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00'],
    ],
    ['a day that never comes', cron('0 0 30 2 *'), '2026-11-28T00:00:00Z', []],
    [
      'by a rate that has not begun',
      rate(90, '2026-11-28T10:00Z'),
      '2026-11-28T07:00:00Z',
      ['2026-11-28T10:00', '2026-11-28T11:30', '2026-11-28T13:00'],
    ],
    [
      'by a rate, at one of its times',
      rate(90, '2026-11-28T10:00Z'),
      '2026-11-28T11:30:00Z',
      ['2026-11-28T13:00', '2026-11-28T14:30', '2026-11-28T16:00'],
    ],
  ] as const) {
    test(what, () => assert.deepEqual(nextTexts(timing, after), expected));
  }
});

describe('the latest time', () => {
  for (const [what, timing, at, expected] of [
    ['is now, if one is due now', cron('0 7 * * *'), '2026-11-28T07:00:00Z', '2026-11-28T07:00'],
    ['is the one before, until then', cron('0 7 * * *'), '2026-11-28T06:59:59Z', '2026-11-27T07:00'],
    [
      'is not in an hour that was skipped',
      cron('30 2 * * *', 'Europe/Zurich'),
      '2027-03-28T12:00:00Z',
      '2027-03-27T01:30',
    ],
    ['is the first of two', cron('30 2 * * *', 'Europe/Zurich'), '2027-10-31T12:00:00Z', '2027-10-31T00:30'],
    [
      'may be what clocks do not show yet again',
      cron('30 2 * * *', 'Europe/Zurich'),
      '2027-10-31T01:10:00Z',
      '2027-10-31T00:30',
    ],
    ['of a day that never comes is none', cron('0 0 30 2 *'), '2026-11-28T00:00:00Z', undefined],
    ['of a rate that has not begun is none', rate(5, '2026-11-28T10:00Z'), '2026-11-28T09:59:00Z', undefined],
    ['of a rate is its first', rate(5, '2026-11-28T10:00Z'), '2026-11-28T10:00:00Z', '2026-11-28T10:00'],
    ['of a rate', rate(5, '2026-11-28T10:00Z'), '2026-11-28T10:14:59Z', '2026-11-28T10:10'],
  ] as const) {
    test(what, () => {
      const latest = latestDueTime(timing, Date.parse(at));
      assert.equal(latest === undefined ? undefined : new Date(latest).toISOString().slice(0, 16), expected);
    });
  }
});

test('the latest time before the next is the one before that', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Zurich', 'Australia/Lord_Howe', 'Antarctica/Troll');
  const moments = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) });
  const timings = fc.oneof(
    fc.tuple(cronExpressions, zones).map(([expression, timeZone]) => cron(expression, timeZone)),
    fc.tuple(fc.integer({ min: 1, max: 3000 }), moments).map(([everyMinutes, ms]): Timing => {
      return { kind: 'rate', everyMinutes, firstAtMs: Math.floor(ms / 60_000) * 60_000 };
    }),
  );
  fc.assert(
    fc.property(timings, moments, (timing, atMs) => {
      const [first, second] = nextDueTimes(timing, atMs, 2);
      const latest = latestDueTime(timing, atMs);
      assert.ok(latest === undefined || latest <= atMs);
      if (latest !== undefined) assert.equal(nextDueTimes(timing, latest, 1)[0], first);
      if (first === undefined || second === undefined) return;
      assert.equal(latestDueTime(timing, first), first);
      assert.equal(latestDueTime(timing, second - 1), first);
    }),
  );
});
