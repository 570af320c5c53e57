import type { Target } from '@aws-sdk/client-scheduler';
import { messageGroup } from '#adapters/sqs/message-group.ts';

/** Where a schedule sends, and as what. */
export interface QueueTargetOptions {
  readonly queueUrl: string;
  readonly roleArn: string;
}

/**
 * Has a schedule send a message to a queue, in the group of its tenant.
 *
 * It calls SQS as any caller would (a universal target): EventBridge Scheduler's own target for queues takes a message
 * group for FIFO queues only. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export const queueTarget = (
  message: { readonly tenantId: string },
  { queueUrl: QueueUrl, roleArn: RoleArn }: QueueTargetOptions,
): Target => {
  const [, partition] = RoleArn.split(':');
  const send = { QueueUrl, MessageBody: JSON.stringify(message), MessageGroupId: messageGroup(message.tenantId) };
  return { Arn: `arn:${partition}:scheduler:::aws-sdk:sqs:sendMessage`, RoleArn, Input: JSON.stringify(send) };
};
