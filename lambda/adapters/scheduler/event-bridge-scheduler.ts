import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  type SchedulerClientConfig,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { orUnavailable } from '#adapters/aws/or-unavailable.ts';
import { unless } from '#adapters/aws/unless.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import { schedulerExpression } from '#core/schedules/scheduler-expression.ts';
import { openSchedulerClient } from './open-scheduler-client.ts';
import { queueTarget } from './queue-target.ts';
import { createScheduleRemover } from './schedule-remover.ts';
import { SCHEDULER_UNAVAILABLE } from './scheduler-unavailable.ts';

export interface EventBridgeSchedulerOptions extends SchedulerClientConfig {
  /** The group that schedules are made in. */
  readonly groupName: string;
  /** What they send as. */
  readonly roleArn: string;
  /** The schedule queue, that they send to. */
  readonly queueUrl: string;
}

type ToSchedule = Parameters<Scheduler['put']>[0];

/** EventBridge Scheduler puts there for which time it sends, such as `2026-11-22T07:00:00Z`. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** What it refuses is what the caller has asked for. */
const refused = (cause: unknown): unknown => {
  if (!(cause instanceof ValidationException)) return cause;
  const message = `EventBridge Scheduler does not take this schedule or its time zone: ${cause.message}`;
  return new ServiceError('invalid_request', message, { fields: [{ pointer: '/schedule', message }], cause });
};

const available = <T>(sent: Promise<T>): Promise<T> =>
  orUnavailable(
    sent.catch((cause: unknown) => {
      throw refused(cause);
    }),
    SCHEDULER_UNAVAILABLE,
  );

/**
 * Keeps a schedule of EventBridge Scheduler, of the same name, for each of ours that is enabled.
 *
 * All throw ServiceError `unavailable` when it cannot be used, `invalid_request` if it does not know the time zone.
 */
export const createEventBridgeScheduler = (options: EventBridgeSchedulerOptions): Scheduler => {
  const { groupName: GroupName, roleArn, queueUrl, ...config } = options;
  const client = openSchedulerClient(config);

  const toInput = ({ id, tenantId, timing, activeFromMs }: ToSchedule): CreateScheduleCommandInput => {
    const message = { tenantId, scheduleId: id, activeFromMs, dueAtMs: SCHEDULED_TIME };
    return {
      Name: id,
      GroupName,
      ScheduleExpression: schedulerExpression(timing),
      // The first time of a rate; for cron, that time is now.
      ...(timing.kind === 'cron'
        ? { ScheduleExpressionTimezone: timing.timeZone }
        : { StartDate: new Date(timing.firstAtMs) }),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: queueTarget(message, { queueUrl, roleArn }),
    };
  };

  return {
    put: async (schedule) => {
      const input = toInput(schedule);
      const created = await available(unless(ConflictException, client.send(new CreateScheduleCommand(input))));
      // It replaces all that there is, also what is left out.
      if (!created) await available(client.send(new UpdateScheduleCommand(input)));
    },

    ...createScheduleRemover({ groupName: GroupName, ...config }),
  };
};
