import { type RunSchedulePorts, runSchedule } from '#core/schedules/run-schedule.ts';
import { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import { createSqsHandler } from './create-sqs-handler.ts';

export interface SchedulesPorts extends RunSchedulePorts {
  readonly report: (message: string, error: unknown) => void;
}

/** The schedule function: makes the jobs of schedules that are due, and runs none. */
export const createSchedules = ({ report, ...ports }: SchedulesPorts) =>
  createSqsHandler({ schema: ScheduleMessage, handle: (message) => runSchedule(message, ports), report });
