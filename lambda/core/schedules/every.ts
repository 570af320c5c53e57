import { z } from 'zod';

const UNITS = { minute: 1, hour: 60, day: 1_440 } as const;
type Unit = keyof typeof UNITS;

const EVERY = /^(?<count>\d{1,6}) (?<unit>minute|hour|day)s?$/;
const MAX_DAYS = 366;

/** Minutes from one run to the next, as `5 minutes`, `1 hour` or `2 days`. */
export const EveryText = z.string().refine((text) => {
  const minutes = everyMinutes(text);
  return minutes >= 1 && minutes <= MAX_DAYS * UNITS.day;
}, `must be like "5 minutes", "1 hour" or "2 days": 1 minute to ${MAX_DAYS} days`);

/** How many minutes that text says; not a number if it says none. */
export const everyMinutes = (text: string): number => {
  const { count, unit } = EVERY.exec(text)?.groups ?? {};
  return Number(count) * UNITS[unit as Unit];
};

/** The minutes as text, in the greatest unit that they are a whole number of. */
export const everyText = (minutes: number): string => {
  const units: readonly Unit[] = ['day', 'hour', 'minute'];
  const unit = units.find((each) => minutes % UNITS[each] === 0) ?? 'minute';
  const count = minutes / UNITS[unit];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
