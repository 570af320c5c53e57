import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { ownerOf } from '#core/jobs/owner-of.ts';
import { armSchedule } from './arm-schedule.ts';
import { checkScheduleJob } from './check-schedule-job.ts';
import { deleteSchedule } from './delete-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleBody } from './schedule-body.ts';
import type { SchedulePorts } from './schedule-ports.ts';
import { toTiming } from './to-timing.ts';

const toSchedule = (body: ScheduleBody, principal: Principal, { settings, clock, newId }: SchedulePorts): Schedule => {
  const nowMs = clock();
  const { name, time_zone: timeZone = settings.timeZone } = body;
  return {
    id: newId('sch', nowMs),
    tenantId: principal.tenantId,
    owner: ownerOf(principal),
    ...(name !== undefined && { name }),
    timing: toTiming(body.schedule, timeZone, nowMs),
    timeZone,
    isEnabled: body.enabled,
    isArmed: false,
    activeFromMs: nowMs,
    missedRuns: body.missed_runs,
    job: body.job,
    metadata: body.metadata,
    createdAtMs: nowMs,
    version: 1,
  };
};

/** Counted with the new one stored: of many that are made at once, none too many stays. */
const checkCount = async (tenantId: string, { schedules, settings }: SchedulePorts): Promise<void> => {
  const most = settings.maxSchedulesPerTenant;
  if ((await schedules.count(tenantId)) <= most) return;
  throw new ServiceError('conflict', `A tenant may have up to ${most} schedules here. Delete one that is not needed.`);
};

/**
 * Makes a schedule, and starts it unless it is to be disabled. If that fails, nothing is left that could run.
 *
 * @throws ServiceError for a job that could never run or a time that never comes, `conflict` if there are too many,
 * `unavailable`.
 */
export const createSchedule = async (
  body: ScheduleBody,
  principal: Principal,
  ports: SchedulePorts,
): Promise<Schedule> => {
  checkScheduleJob(body.job, principal, ports);
  const schedule = toSchedule(body, principal, ports);
  await ports.schedules.create(schedule);
  try {
    await checkCount(schedule.tenantId, ports);
    return await armSchedule(schedule, ports);
  } catch (error) {
    // Nobody is told its id. What stays if this fails too is not armed, and shows in the list.
    await deleteSchedule(schedule.tenantId, schedule.id, ports).catch(() => {});
    throw error;
  }
};
