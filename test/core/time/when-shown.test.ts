import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shownAt } from '#core/time/shown-at.ts';
import { whenShown } from '#core/time/when-shown.ts';

const at = (shown: string, timeZone: string): string | undefined => {
  const instant = whenShown(Date.parse(`${shown}Z`), timeZone);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

for (const [what, shown, timeZone, expected] of [
  ['UTC is itself', '2026-07-01T12:00:00', 'UTC', '2026-07-01T12:00:00.000Z'],
  ['summer is ahead of winter', '2026-07-01T12:00:00', 'Europe/Zurich', '2026-07-01T10:00:00.000Z'],
  ['winter', '2026-12-01T12:00:00', 'Europe/Zurich', '2026-12-01T11:00:00.000Z'],
  ['a time that clocks skip is never', '2027-03-28T02:30:00', 'Europe/Zurich', undefined],
  ['the moment after', '2027-03-28T03:00:00', 'Europe/Zurich', '2027-03-28T01:00:00.000Z'],
  ['a time that clocks show twice is the first', '2027-10-31T02:30:00', 'Europe/Zurich', '2027-10-31T00:30:00.000Z'],
  ['the moment after it', '2027-10-31T03:00:00', 'Europe/Zurich', '2027-10-31T02:00:00.000Z'],
  ['a change of half an hour', '2027-04-04T01:45:00', 'Australia/Lord_Howe', '2027-04-03T14:45:00.000Z'],
  ['half an hour skipped', '2026-10-04T02:15:00', 'Australia/Lord_Howe', undefined],
  ['a midnight that is skipped', '2027-09-05T00:30:00', 'America/Santiago', undefined],
  ['the far east', '2026-07-01T00:00:00', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ['the far west', '2026-07-01T00:00:00', 'Pacific/Pago_Pago', '2026-07-01T11:00:00.000Z'],
] as const) {
  test(`${what}: ${shown} in ${timeZone}`, () => assert.equal(at(shown, timeZone), expected));
}

test('it is the first moment that shows what is shown', () => {
  const zones = fc.constantFrom('Europe/Zurich', 'America/New_York', 'Australia/Lord_Howe', 'Antarctica/Troll');
  const minutes = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2029, 0) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (timeZone, minute) => {
      const shownMs = shownAt(minute * 60_000, timeZone);
      const instant = whenShown(shownMs, timeZone);
      assert.ok(instant !== undefined && instant <= minute * 60_000 && minute * 60_000 - instant <= 2 * 3_600_000);
      assert.equal(shownAt(instant, timeZone), shownMs);
    }),
  );
});
