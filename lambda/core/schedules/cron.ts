import { type CronField, readCronField } from './cron-field.ts';

/** What a cron expression says: the values of its fields, in rising order. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday, 6 Saturday. */
  readonly daysOfWeek: readonly number[];
}

const MINUTE: CronField = { name: 'minute', least: 0, most: 59 };
const HOUR: CronField = { name: 'hour', least: 0, most: 23 };
const DAY_OF_MONTH: CronField = { name: 'day of month', least: 1, most: 31 };
const MONTH: CronField = {
  ...{ name: 'month', least: 1, most: 12 },
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
/** 0 and 7 are both Sunday. */
const DAY_OF_WEEK: CronField = {
  ...{ name: 'day of week', least: 0, most: 7 },
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

const FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK].map(({ name }) => name).join(', ');

const sorted = (values: Iterable<number>): readonly number[] => [...new Set(values)].sort((one, other) => one - other);

/**
 * Reads a cron expression of five fields: https://man7.org/linux/man-pages/man5/crontab.5.html
 *
 * Restricting both kinds of day is refused: to cron that means the one *or* the other, which EventBridge Scheduler cannot
 * say.
 *
 * @throws Error saying what is wrong, and what may stand there.
 */
export const readCron = (expression: string): Cron => {
  const fields = expression.trim().toUpperCase().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  if (fields.length !== 5) throw new Error(`it must have five fields (${FIELDS}), not ${fields.length}`);
  if (dayOfMonth !== '*' && dayOfWeek !== '*') {
    throw new Error('day of month or day of week must be *; for the one or the other, make two schedules');
  }
  return {
    minutes: sorted(readCronField(minute, MINUTE)),
    hours: sorted(readCronField(hour, HOUR)),
    daysOfMonth: sorted(readCronField(dayOfMonth, DAY_OF_MONTH)),
    months: sorted(readCronField(month, MONTH)),
    daysOfWeek: sorted([...readCronField(dayOfWeek, DAY_OF_WEEK)].map((day) => day % 7)),
  };
};
