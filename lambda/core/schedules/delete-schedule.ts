import { ServiceError } from '#core/errors/service-error.ts';
import { changeSchedule } from './change-schedule.ts';
import type { SchedulePorts } from './schedule-ports.ts';

/**
 * Deletes a schedule; jobs that it has made go on. Its record goes last, so that whatever fails, it can be deleted again.
 *
 * @throws ServiceError `not_found`, `unavailable`; `conflict` if others change it meanwhile.
 */
export const deleteSchedule = async (
  tenantId: string,
  id: string,
  { schedules, scheduler }: Pick<SchedulePorts, 'schedules' | 'scheduler'>,
): Promise<void> => {
  const stop = { isEnabled: false, isArmed: false };
  const stopped = await changeSchedule(tenantId, id, (schedule) => ({ ...schedule, ...stop }), schedules);
  await scheduler.remove(stopped);
  if (await schedules.delete(stopped)) return;
  throw new ServiceError('conflict', `The schedule "${id}" was changed by others meanwhile. Delete it again.`);
};
