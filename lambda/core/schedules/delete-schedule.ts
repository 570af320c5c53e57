import { ServiceError } from '#core/errors/service-error.ts';
import { changeSchedule } from './change-schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { Scheduler } from './scheduler.ts';

/** What deleting a schedule needs of the world. */
export interface DeleteSchedulePorts {
  readonly schedules: Pick<ScheduleStore, 'get' | 'replace' | 'delete'>;
  readonly scheduler: Pick<Scheduler, 'remove'>;
}

/**
 * Deletes a schedule; jobs that it has made go on. Its record goes last, so that whatever fails, it can be deleted again.
 *
 * @throws ServiceError `not_found`, `unavailable`; `conflict` if others change it meanwhile.
 */
export const deleteSchedule = async (
  tenantId: string,
  id: string,
  { schedules, scheduler }: DeleteSchedulePorts,
): Promise<void> => {
  const stop = { isEnabled: false, isArmed: false };
  const stopped = await changeSchedule(tenantId, id, (schedule) => ({ ...schedule, ...stop }), schedules);
  await scheduler.remove(stopped);
  if (await schedules.delete(stopped)) return;
  throw new ServiceError('conflict', `The schedule "${id}" was changed by others meanwhile. Delete it again.`);
};
