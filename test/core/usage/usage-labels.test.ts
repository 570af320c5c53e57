import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendarWindow } from '#core/budgets/calendar-window.ts';
import { calendarDay } from '#core/time/calendar-day.ts';
import { calendarHour } from '#core/time/calendar-hour.ts';
import { usageLabels } from '#core/usage/usage-labels.ts';

const ZONES = ['UTC', 'Europe/Zurich', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];

const at = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });

for (const [instant, timeZone, day, hour] of [
  ['2026-11-22T07:59:59.999Z', 'UTC', '2026-11-22', '07Z'],
  ['2026-11-22T23:30:00Z', 'Europe/Zurich', '2026-11-23', '00+01:00'],
  ['2026-11-22T00:10:00Z', 'America/St_Johns', '2026-11-21', '20-03:30'],
  ['2026-11-22T18:20:00Z', 'Asia/Kathmandu', '2026-11-23', '00+05:45'],
] as const) {
  test(`${instant} is counted in ${timeZone} in the hour ${hour} of ${day}`, () => {
    const settings = { timeZone, usageMetadataKeys: [] };
    assert.deepEqual(usageLabels(Date.parse(instant), { a: 'b' }, settings), { day, hour, metadata: {} });
  });
}

test('day and hour together say when the hour began, which is less than an hour ago', () => {
  fc.assert(
    fc.property(at, fc.constantFrom(...ZONES), (ms, timeZone) => {
      const hour = calendarHour(ms, timeZone);
      const startsAtMs = Date.parse(`${calendarDay(ms, timeZone)}T${hour.slice(0, 2)}:00:00${hour.slice(2)}`);
      assert.ok(startsAtMs <= ms && ms < startsAtMs + 3_600_000);
    }),
  );
});

test('what is accepted in one day of budgets is counted in one day of usage', () => {
  fc.assert(
    fc.property(at, fc.constantFrom(...ZONES), fc.nat(), (ms, timeZone, share) => {
      const { startsAtMs, endsAtMs } = calendarWindow('day', ms, timeZone);
      const other = startsAtMs + (share % (endsAtMs - startsAtMs));
      assert.equal(calendarDay(other, timeZone), calendarDay(ms, timeZone));
      assert.notEqual(calendarDay(endsAtMs, timeZone), calendarDay(ms, timeZone));
    }),
  );
});

test('of metadata only the keys count that were chosen, with a value that is not too long', () => {
  const settings = { timeZone: 'UTC', usageMetadataKeys: ['project', 'team', 'customer', 'constructor'] };
  const metadata = { project: 'apollo', team: '', customer: 'x'.repeat(101), other: 'y' };
  assert.deepEqual(usageLabels(0, metadata, settings).metadata, { project: 'apollo', customer: '(other)' });
});
