import { ServiceError } from '#core/errors/service-error.ts';
import { calendarDay } from '#core/time/calendar-day.ts';
import { groupedDimension, type UsageGrouping, type UsageQuery } from './usage-query.ts';
import { isManyValued } from './usage-store.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** Days in one report: what has many rows a day may be asked for fewer days. */
const maxDays = (groupBy: UsageGrouping): number => {
  if (groupBy === 'hour') return 31;
  const dimension = groupedDimension(groupBy);
  return dimension && isManyValued(dimension) ? 92 : 366;
};

/** The days asked for, both included. @throws ServiceError `invalid_request` if they are in disorder or too many. */
export const usageRange = (
  query: UsageQuery,
  nowMs: number,
  timeZone: string,
): { readonly from: string; readonly to: string } => {
  const to = query.to ?? calendarDay(nowMs, timeZone);
  const from = query.from ?? calendarDay(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS, 'UTC');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  const most = maxDays(query.group_by);
  if (days >= 1 && days <= most) return { from, to };
  const allowed = `"from" must not be after "to", and at most ${most} days may be asked for by ${query.group_by}`;
  throw new ServiceError('invalid_request', `${from} to ${to} is ${days} days: ${allowed}.`, {
    fields: [{ pointer: '/from', message: allowed }],
  });
};
