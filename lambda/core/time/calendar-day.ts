import { shownAt } from './shown-at.ts';

/** The calendar day of a moment in a time zone, `YYYY-MM-DD`. */
export const calendarDay = (ms: number, timeZone: string): string =>
  new Date(shownAt(ms, timeZone)).toISOString().slice(0, 10);
