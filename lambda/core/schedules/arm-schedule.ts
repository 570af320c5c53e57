import { ServiceError } from '#core/errors/service-error.ts';
import { replaceLatest } from '#core/replace-latest.ts';
import { changeSchedule } from './change-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { SchedulePorts } from './schedule-ports.ts';

/** Whoever else says that the scheduler holds what the record says may be wrong by now. */
const disarmed = (latest: Schedule): Schedule => (latest.isArmed ? { ...latest, isArmed: false } : latest);

/**
 * Makes the scheduler hold what the record says, and then the record say that it does: a failure half-way leaves a
 * schedule whose messages count for nothing, and that says so.
 *
 * @returns the schedule as it now stands.
 * @throws ServiceError `unavailable`; `not_found` if it was deleted meanwhile.
 */
export const armSchedule = (
  schedule: Schedule,
  { schedules, scheduler }: Pick<SchedulePorts, 'schedules' | 'scheduler'>,
): Promise<Schedule> => {
  const { tenantId, id } = schedule;

  const disarm = (): Promise<Schedule> =>
    changeSchedule(tenantId, id, disarmed, schedules).catch(async (error: unknown) => {
      if (error instanceof ServiceError && error.code === 'not_found') await scheduler.remove(schedule);
      throw error;
    });

  return replaceLatest({
    name: `The schedule ${id}`,
    known: schedule,
    // Somebody else has changed it meanwhile, and may have been at the scheduler before us.
    read: disarm,
    change: (latest) => ({ ...latest, isArmed: true }),
    prepare: async (latest) => {
      try {
        await (latest.isEnabled ? scheduler.put(latest) : scheduler.remove(latest));
      } catch (error) {
        // It may have been done all the same, and in the place of what somebody else has done meanwhile.
        await disarm().catch(() => {});
        throw error;
      }
    },
    replace: schedules.replace,
  });
};
