import { shownAt } from './shown-at.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * The hour that clocks show in a time zone, and how far they are ahead of UTC: `08+01:00`, or `07Z`.
 *
 * So the hour that comes twice when clocks are put back is told apart.
 */
export const calendarHour = (ms: number, timeZone: string): string => {
  const shown = shownAt(ms, timeZone);
  const hour = twoDigits(new Date(shown).getUTCHours());
  const aheadMinutes = Math.round((shown - ms) / 60_000);
  if (aheadMinutes === 0) return `${hour}Z`;
  const [sign, minutes] = aheadMinutes < 0 ? ['-', -aheadMinutes] : ['+', aheadMinutes];
  return `${hour}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
};
