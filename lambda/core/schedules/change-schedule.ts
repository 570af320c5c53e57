import { replaceLatest } from '#core/replace-latest.ts';
import { findSchedule } from './find-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';

/**
 * Changes the record of a schedule, whoever else changes it at the same time.
 *
 * @param change makes of it what it is to be. May be called again, with what somebody else has made of it.
 * @returns the schedule as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time; and what `change` throws.
 */
export const changeSchedule = (
  tenantId: string,
  id: string,
  change: (schedule: Schedule) => Schedule,
  schedules: Pick<ScheduleStore, 'get' | 'replace'>,
): Promise<Schedule> =>
  replaceLatest({
    name: `The schedule ${id}`,
    read: () => findSchedule(tenantId, id, schedules),
    replace: schedules.replace,
    change,
  });
