import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/** AWS's own advice for both: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_FACTOR = 6;
const MAX_RECEIVE_COUNT = 5;

/** What every queue has in common. */
const QUEUE = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/**
 * A queue whose messages Lambda hands to one function, with another for those that it failed on.
 *
 * A standard queue: each message at least once, in no order, and fairly among the groups that messages bear.
 */
export class MessageQueue extends sqs.Queue {
  /** Messages that were handed over in vain time and again; they are kept for two weeks. */
  readonly deadLetters: sqs.Queue;

  /** @param consumerTimeout of the function: while it may be at work, nobody else is handed the same message. */
  constructor(scope: Construct, id: string, consumerTimeout: Duration) {
    const deadLetters = new sqs.Queue(scope, `${id}DeadLetters`, { ...QUEUE, retentionPeriod: Duration.days(14) });
    super(scope, id, {
      ...QUEUE,
      visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * consumerTimeout.toSeconds()),
      // Less than that of the other: there a message is as old as it was here.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    this.deadLetters = deadLetters;
  }

  /** Lets Lambda hand messages to the function, so many at once. */
  grantConsume(handler: NodeFunction<object>, maxConcurrency: number): void {
    handler.addEventSource(new SqsEventSource(this, { batchSize: 1, maxConcurrency, reportBatchItemFailures: true }));
  }

  /** Lets whoever it is send messages. Not `grantSendMessages`, which also allows to look at the queue. */
  allowSend({ grantPrincipal }: iam.IGrantable): void {
    grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queueArn] }),
    );
  }
}
