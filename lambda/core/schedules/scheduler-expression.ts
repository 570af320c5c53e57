import { readCron } from './cron.ts';
import { fieldText } from './field-text.ts';
import type { Timing } from './timing.ts';

/** Six fields, with a year. Days of the week count from 1, Sunday, and one of the two fields of days must be `?`. */
const cronExpression = (expression: string): string => {
  const { minutes, hours, daysOfMonth, months, daysOfWeek } = readCron(expression);
  const weekdays = fieldText(
    daysOfWeek.map((day) => day + 1),
    7,
  );
  return [
    fieldText(minutes, 60),
    fieldText(hours, 24),
    weekdays === '*' ? fieldText(daysOfMonth, 31) : '?',
    fieldText(months, 12),
    weekdays === '*' ? '?' : weekdays,
    '*',
  ].join(' ');
};

/**
 * The timing in the words of EventBridge Scheduler, with no step in them, which it counts otherwise than cron.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const schedulerExpression = (timing: Timing): string => {
  if (timing.kind === 'cron') return `cron(${cronExpression(timing.expression)})`;
  const { everyMinutes } = timing;
  return `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`;
};
