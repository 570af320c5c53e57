import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendarWindow } from '#core/budgets/calendar-window.ts';

/** The window of that moment, as instants. */
const windowAt = (unit: 'day' | 'month', instant: string, timeZone: string): readonly string[] => {
  const { startsAtMs, endsAtMs } = calendarWindow(unit, Date.parse(instant), timeZone);
  return [startsAtMs, endsAtMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
};

const CASES = [
  ['UTC', 'day', '2026-11-22T12:00Z', ['2026-11-22T00:00', '2026-11-23T00:00']],
  ['UTC', 'month', '2026-12-31T23:59:59.999Z', ['2026-12-01T00:00', '2027-01-01T00:00']],
  ['UTC', 'month', '2028-02-29T12:00Z', ['2028-02-01T00:00', '2028-03-01T00:00']],
  ['America/New_York', 'day', '2026-12-31T23:00Z', ['2026-12-31T05:00', '2027-01-01T05:00']],
  ['Asia/Kathmandu', 'month', '2026-12-31T23:00Z', ['2026-12-31T18:15', '2027-01-31T18:15']],
  ['Pacific/Kiritimati', 'day', '2026-11-22T12:00Z', ['2026-11-22T10:00', '2026-11-23T10:00']],
  // A day of 23 hours, one of 25, and a month that has both kinds of time.
  ['Europe/Zurich', 'day', '2026-03-29T12:00Z', ['2026-03-28T23:00', '2026-03-29T22:00']],
  ['Europe/Zurich', 'day', '2026-10-25T12:00Z', ['2026-10-24T22:00', '2026-10-25T23:00']],
  ['Europe/Zurich', 'month', '2026-03-01T12:00Z', ['2026-02-28T23:00', '2026-03-31T22:00']],
  // Clocks that skip midnight, and a zone that skipped 30 December 2011.
  ['America/Sao_Paulo', 'day', '2018-11-04T12:00Z', ['2018-11-04T03:00', '2018-11-05T02:00']],
  ['Pacific/Apia', 'day', '2011-12-29T12:00Z', ['2011-12-29T10:00', '2011-12-30T10:00']],
] as const;

for (const [timeZone, unit, instant, expected] of CASES) {
  test(`the ${unit} of ${instant} in ${timeZone}`, () => {
    assert.deepEqual(windowAt(unit, instant, timeZone), expected);
  });
}

test('every moment is in its window, windows follow each other without a gap, and all of one agree on it', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Zurich', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo');
  const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(zones, fc.constantFrom('day', 'month'), moments, (timeZone, unit, nowMs) => {
      const window = calendarWindow(unit, nowMs, timeZone);
      assert.ok(window.startsAtMs <= nowMs && nowMs < window.endsAtMs);
      assert.deepEqual(calendarWindow(unit, window.startsAtMs, timeZone), window);
      assert.deepEqual(calendarWindow(unit, window.endsAtMs - 1, timeZone), window);
      assert.equal(calendarWindow(unit, window.endsAtMs, timeZone).startsAtMs, window.endsAtMs);
    }),
    { numRuns: 300 },
  );
});
