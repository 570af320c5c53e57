import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { MessageQueue } from './message-queue.ts';

/** A crash now and then is made good by whoever tries again. */
const ERRORS_TOLERATED = 2;

interface AlarmProps {
  readonly metric: cloudwatch.IMetric;
  /** It goes off above that. */
  readonly above: number;
  readonly description: string;
}

/**
 * What an operator is to be woken for. docs/operations.md says of each alarm what it means and what to do.
 *
 * It tells the topic that the deployment names, if it names one.
 */
export class Alarms extends Construct {
  readonly #topic: ITopic | undefined;

  constructor(scope: Construct, id: string, { alarmTopicArn }: Config) {
    super(scope, id);
    if (alarmTopicArn !== undefined) this.#topic = Topic.fromTopicArn(this, 'Topic', alarmTopicArn);
  }

  /**
   * Watches whether messages are handled at all, and in time.
   *
   * @param maxAge longer than a message is put off and then, as its handler has died, in nobody's hands.
   */
  watchQueue(name: string, queue: MessageQueue, maxAge: Duration): void {
    const period = Duration.minutes(5);
    this.#add(`${name}-queue-age`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'max' }),
      above: maxAge.toSeconds(),
      description: `The oldest message of the ${name} queue is older than ${maxAge.toMinutes()} minutes.`,
    });
    this.#add(`${name}-dead-letters`, {
      metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
      above: 0,
      description: `A message of the ${name} queue was handed over in vain time and again.`,
    });
  }

  /** Watches whether invocations of the function fail: by an error that it does not handle, or by its time limit. */
  watchFunction(name: string, handler: IFunction): void {
    this.#add(`${name}-errors`, {
      metric: handler.metricErrors({ period: Duration.minutes(15), statistic: 'sum' }),
      above: ERRORS_TOLERATED,
      description: `More than ${ERRORS_TOLERATED} invocations of the ${name} function have failed in 15 minutes.`,
    });
  }

  #add(name: string, { metric, above, description }: AlarmProps): void {
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${description} What to do: docs/operations.md#${name}`,
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // An idle queue and an idle function report nothing.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (!this.#topic) return;
    const action = new SnsAction(this.#topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
