import { ServiceError } from '#core/errors/service-error.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';

/** The tenant's schedule with that id. @throws ServiceError `not_found`. */
export const findSchedule = async (
  tenantId: string,
  id: string,
  schedules: Pick<ScheduleStore, 'get'>,
): Promise<Schedule> => {
  const schedule = await schedules.get(tenantId, id);
  if (schedule) return schedule;
  throw new ServiceError('not_found', `There is no schedule "${id}" here. It may have been deleted.`);
};
