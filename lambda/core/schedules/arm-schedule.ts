import { ServiceError } from '#core/errors/service-error.ts';
import { findSchedule } from './find-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { SchedulePorts } from './schedule-ports.ts';

/** Whoever fails has seen another succeed. */
const MAX_TRIES = 10;

/**
 * Makes the scheduler hold what the record says, and then the record say that it does: a failure half-way leaves a
 * schedule whose messages count for nothing, and that says so.
 *
 * @returns the schedule as it now stands.
 * @throws ServiceError `unavailable`; `not_found` if it was deleted meanwhile.
 */
export const armSchedule = async (
  schedule: Schedule,
  { schedules, scheduler }: Pick<SchedulePorts, 'schedules' | 'scheduler'>,
): Promise<Schedule> => {
  const { tenantId, id } = schedule;
  let latest = schedule;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    await (latest.isEnabled ? scheduler.put(latest) : scheduler.remove(latest));
    const armed = await schedules.replace({ ...latest, isArmed: true });
    if (armed) return armed;
    // Somebody else has changed it meanwhile, and may have been at the scheduler before us.
    latest = await findSchedule(tenantId, id, schedules).catch(async (error: unknown) => {
      await scheduler.remove(latest);
      throw error;
    });
  }
  throw new ServiceError('unavailable', `The schedule ${id} is being changed by others. Try again.`);
};
