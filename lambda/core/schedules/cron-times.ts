import { Cron as Clock } from 'croner';
import { shownAt } from '#core/time/shown-at.ts';
import { whenShown } from '#core/time/when-shown.ts';
import { readCron } from './cron.ts';
import { fieldText } from './field-text.ts';
import type { Timing } from './timing.ts';

type CronTiming = Extract<Timing, { readonly kind: 'cron' }>;

const MINUTE_MS = 60_000;

/** Longer than any change of clocks: that of Antarctica/Troll is two hours. */
const CHANGE_MS = 180 * MINUTE_MS;

/**
 * What the expression says of a clock that is never changed. What a time zone makes of it is ours, to be as EventBridge
 * Scheduler has it: a time that clocks skip is skipped, and one that they show twice is meant once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
const clockOf = ({ expression }: CronTiming): Clock => {
  const { minutes, hours, daysOfMonth, months, daysOfWeek } = readCron(expression);
  const fields = [
    fieldText(minutes, 60),
    fieldText(hours, 24),
    fieldText(daysOfMonth, 31),
    fieldText(months, 12),
    fieldText(daysOfWeek, 7),
  ];
  return new Clock(fields.join(' '), { mode: '5-part', timezone: 'UTC' });
};

/** The times after that moment, in order. */
export const cronTimesAfter = function* (timing: CronTiming, afterMs: number): Generator<number, void, void> {
  const { timeZone } = timing;
  for (const shown of clockOf(timing).enumerate(new Date(shownAt(afterMs, timeZone)))) {
    const dueAtMs = whenShown(shown.getTime(), timeZone);
    // Clocks that were just set back show again what they have shown.
    if (dueAtMs !== undefined && dueAtMs > afterMs) yield dueAtMs;
  }
};

/** The last time up to and including that moment, if there was one. */
export const latestCronTime = (timing: CronTiming, atMs: number): number | undefined => {
  const { timeZone } = timing;
  const clock = clockOf(timing);
  const shownMs = shownAt(atMs, timeZone);
  // Clocks that were just set back had shown more than they show.
  const setBackMs = Math.max(0, CHANGE_MS - (shownMs - shownAt(atMs - CHANGE_MS, timeZone)));
  // A minute later, as what comes before a time does not include it.
  let [shown] = clock.previousRuns(1, new Date(shownMs + setBackMs + MINUTE_MS));
  while (shown) {
    const dueAtMs = whenShown(shown.getTime(), timeZone);
    if (dueAtMs !== undefined && dueAtMs <= atMs) return dueAtMs;
    [shown] = clock.previousRuns(1, shown);
  }
  return undefined;
};
