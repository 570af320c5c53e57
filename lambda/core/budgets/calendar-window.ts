import { shownAt } from '#core/shown-at.ts';
import type { LedgerWindow } from './ledger.ts';

type Unit = LedgerWindow['unit'];

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const HOUR_MS = 3_600_000;

/** The moment at which that day begins there: its midnight, or, where clocks skip that, what comes after. */
const startOfDay = ({ year, month, day }: CivilDate, timeZone: string): number => {
  const midnight = Date.UTC(year, month - 1, day);
  // Zones are at most 14 hours ahead and 12 behind; the first moment that shows the day is its beginning.
  let before = midnight - 15 * HOUR_MS;
  let after = midnight + 13 * HOUR_MS;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (shownAt(middle, timeZone) >= midnight) after = middle;
    else before = middle;
  }
  return after;
};

/** The calendar day or month of that moment in a time zone: from `startsAtMs` until before `endsAtMs`. */
export const calendarWindow = (
  unit: Unit,
  nowMs: number,
  timeZone: string,
): Pick<LedgerWindow, 'unit' | 'startsAtMs' | 'endsAtMs'> => {
  const shown = new Date(shownAt(nowMs, timeZone));
  const year = shown.getUTCFullYear();
  const month = shown.getUTCMonth() + 1;
  const first = { year, month, day: unit === 'day' ? shown.getUTCDate() : 1 };
  const next = unit === 'day' ? { ...first, day: first.day + 1 } : { ...first, month: month + 1 };
  return { unit, startsAtMs: startOfDay(first, timeZone), endsAtMs: startOfDay(next, timeZone) };
};
