import { ConflictException, CreateScheduleCommand, type SchedulerClientConfig } from '@aws-sdk/client-scheduler';
import { orUnavailable } from '#adapters/aws/or-unavailable.ts';
import { unless } from '#adapters/aws/unless.ts';
import type { Clock } from '#core/clock.ts';
import type { DeliveryQueue } from '#core/webhooks/delivery-queue.ts';
import { openSchedulerClient } from './open-scheduler-client.ts';
import { queueTarget } from './queue-target.ts';
import { SCHEDULER_UNAVAILABLE } from './scheduler-unavailable.ts';

export interface OneTimeSchedulesOptions extends SchedulerClientConfig {
  /** The group that schedules are made in. */
  readonly groupName: string;
  /** What they send as. */
  readonly roleArn: string;
  /** The webhook queue, that they send to. */
  readonly queueUrl: string;
  readonly clock: Clock;
}

/**
 * Queues deliveries that are due later than SQS can hold back, by a schedule of EventBridge that runs once and is then
 * deleted. It may be up to a minute late.
 *
 * Throws ServiceError `unavailable` if none can be made.
 */
export const createOneTimeSchedules = (options: OneTimeSchedulesOptions): DeliveryQueue => {
  const { groupName: GroupName, roleArn, queueUrl, clock, ...config } = options;
  const client = openSchedulerClient(config);
  return {
    send: async (message, afterSeconds) => {
      const at = new Date(clock() + afterSeconds * 1000).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length);
      const create = new CreateScheduleCommand({
        // So there is one per attempt, however often it is asked for.
        Name: `${message.deliveryId}-${message.attempt}`,
        GroupName,
        ScheduleExpression: `at(${at})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: queueTarget(message, { queueUrl, roleArn }),
      });
      await orUnavailable(unless(ConflictException, client.send(create)), SCHEDULER_UNAVAILABLE);
    },
  };
};
