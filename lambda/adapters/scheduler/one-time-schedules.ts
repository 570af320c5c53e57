import {
  ConflictException,
  CreateScheduleCommand,
  SchedulerClient,
  type SchedulerClientConfig,
} from '@aws-sdk/client-scheduler';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import type { Clock } from '#core/clock.ts';
import type { DeliveryQueue } from '#core/webhooks/delivery-queue.ts';

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
 * It calls SQS as any caller would (a universal target): its own target for queues takes a message group for FIFO queues
 * only. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export const createOneTimeSchedules = (options: OneTimeSchedulesOptions): DeliveryQueue => {
  const { groupName: GroupName, roleArn: RoleArn, queueUrl: QueueUrl, clock, ...config } = options;
  const client = new SchedulerClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  const [, partition] = RoleArn.split(':');
  return {
    send: async (message, afterSeconds) => {
      const send = {
        QueueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: messageGroup(message.tenantId),
      };
      const at = new Date(clock() + afterSeconds * 1000).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length);
      const create = new CreateScheduleCommand({
        // So there is one per attempt, however often it is asked for.
        Name: `${message.deliveryId}-${message.attempt}`,
        GroupName,
        ScheduleExpression: `at(${at})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: `arn:${partition}:scheduler:::aws-sdk:sqs:sendMessage`, RoleArn, Input: JSON.stringify(send) },
      });
      try {
        await client.send(create);
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
      }
    },
  };
};
