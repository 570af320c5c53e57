import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  type SchedulerClientConfig,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import { schedulerExpression } from '#core/schedules/scheduler-expression.ts';

export interface EventBridgeSchedulerOptions extends SchedulerClientConfig {
  /** The group that schedules are made in. */
  readonly groupName: string;
  /** What they send as. */
  readonly roleArn: string;
  /** The work queue, that they send to. */
  readonly queueUrl: string;
}

type ToSchedule = Parameters<Scheduler['put']>[0];

/** EventBridge Scheduler puts there for which time it sends, such as `2026-11-22T07:00:00Z`. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

const toServiceError = (cause: unknown): ServiceError => {
  if (cause instanceof ValidationException) {
    const message = `EventBridge Scheduler does not take this schedule or its time zone: ${cause.message}`;
    return new ServiceError('invalid_request', message, { fields: [{ pointer: '/schedule', message }], cause });
  }
  const message = 'EventBridge Scheduler cannot be used now. Retry in a few seconds.';
  return new ServiceError('unavailable', message, { retryAfterSeconds: 5, cause });
};

const available = async <T>(sent: Promise<T>): Promise<T> => {
  try {
    return await sent;
  } catch (error) {
    throw toServiceError(error);
  }
};

/** The outcome, or undefined if it failed so. */
const unless = async <T>(failure: typeof ConflictException | typeof ResourceNotFoundException, sent: Promise<T>) => {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof failure) return undefined;
    throw error;
  }
};

/**
 * Keeps a schedule of EventBridge Scheduler, of the same name, for each of ours that is enabled.
 *
 * It calls SQS as any caller would (a universal target): its own target for queues takes a message group for FIFO queues
 * only. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 *
 * All throw ServiceError `unavailable` when it cannot be used, `invalid_request` if it does not know the time zone.
 */
export const createEventBridgeScheduler = ({
  groupName: GroupName,
  roleArn: RoleArn,
  queueUrl: QueueUrl,
  ...config
}: EventBridgeSchedulerOptions): Scheduler => {
  const client = new SchedulerClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  const [, partition] = RoleArn.split(':');

  const toInput = ({ id, tenantId, timing }: ToSchedule): CreateScheduleCommandInput => {
    const message = { kind: 'schedule', tenantId, scheduleId: id, dueAtMs: SCHEDULED_TIME };
    const send = { QueueUrl, MessageBody: JSON.stringify(message), MessageGroupId: messageGroup(tenantId) };
    return {
      Name: id,
      GroupName,
      ScheduleExpression: schedulerExpression(timing),
      // The first time of a rate; for cron, that time is now.
      ...(timing.kind === 'cron'
        ? { ScheduleExpressionTimezone: timing.timeZone }
        : { StartDate: new Date(timing.firstAtMs) }),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: `arn:${partition}:scheduler:::aws-sdk:sqs:sendMessage`, RoleArn, Input: JSON.stringify(send) },
    };
  };

  return {
    put: async (schedule) => {
      const input = toInput(schedule);
      const created = await available(unless(ConflictException, client.send(new CreateScheduleCommand(input))));
      // It replaces all that there is, also what is left out.
      if (!created) await available(client.send(new UpdateScheduleCommand(input)));
    },

    remove: async ({ id: Name }) => {
      const command = new DeleteScheduleCommand({ Name, GroupName });
      await available(unless(ResourceNotFoundException, client.send(command)));
    },
  };
};
