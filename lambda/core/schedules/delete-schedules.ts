import { eachListed } from '#core/each-listed.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { type DeleteSchedulePorts, deleteSchedule } from './delete-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';

type Schedules = Pick<ScheduleStore, 'list'>;

const eachSchedule = (tenantId: string, schedules: Schedules): AsyncGenerator<Schedule, void, void> =>
  eachListed(async (query) => {
    const { schedules: items, hasMore } = await schedules.list(tenantId, query);
    return { items, hasMore, lastId: items.at(-1)?.id };
  });

const isGone = (error: unknown): boolean => error instanceof ServiceError && error.code === 'not_found';

/**
 * Deletes all schedules of a tenant; jobs that they have made go on. Safe to repeat.
 *
 * @throws ServiceError `unavailable`; `conflict` if others change one meanwhile.
 */
export const deleteSchedules = async (
  tenantId: string,
  { schedules, scheduler }: DeleteSchedulePorts & { readonly schedules: Schedules },
): Promise<void> => {
  for await (const { id } of eachSchedule(tenantId, schedules)) {
    await deleteSchedule(tenantId, id, { schedules, scheduler }).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
};
