import { runSchedule } from '#core/schedules/run-schedule.ts';
import type { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';
import type { LocalQueue } from '#local/work/create-local-queue.ts';

/**
 * Lets the queue's workers make the jobs of schedules that are due, as the schedule function does.
 *
 * @param pending notes each message as under way until its job is made.
 */
export const startSchedules = (queue: LocalQueue<ScheduleMessage>, ports: LocalPorts, pending: Pending): void => {
  queue.start((message) => pending.during(() => runSchedule(message, ports)));
};
