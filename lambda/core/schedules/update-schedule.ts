import type { Principal } from '#core/auth/principal.ts';
import { ownerOf } from '#core/jobs/owner-of.ts';
import { armSchedule } from './arm-schedule.ts';
import { changeSchedule } from './change-schedule.ts';
import { changedSchedule } from './changed-schedule.ts';
import { checkScheduleJob } from './check-schedule-job.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleChanges } from './schedule-body.ts';
import type { SchedulePorts } from './schedule-ports.ts';

/**
 * Changes a schedule. If that fails half-way, it does not run, and any change, also the same again, completes it.
 *
 * @returns the schedule as it now stands.
 * @throws ServiceError `not_found`, `unavailable`, and for a job that could never run or a time that never comes.
 */
export const updateSchedule = async (
  id: string,
  changes: ScheduleChanges,
  principal: Principal,
  ports: SchedulePorts,
): Promise<Schedule> => {
  const { schedules, clock } = ports;
  if (changes.job) checkScheduleJob(changes.job, principal, ports);
  const nowMs = clock();
  const change = (schedule: Schedule) => changedSchedule(schedule, changes, ownerOf(principal), nowMs);
  const changed = await changeSchedule(principal.tenantId, id, change, schedules);
  return changed.isArmed ? changed : armSchedule(changed, ports);
};
