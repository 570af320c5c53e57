import { Aws, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { SchedulerEnvironment } from '#lambda/environment.ts';
import type { MessageQueue } from './message-queue.ts';
import type { NodeFunction } from './node-function.ts';

type SchedulerGroup = Pick<SchedulerEnvironment, 'SCHEDULE_GROUP_NAME'>;

/**
 * Schedules that send messages to one queue, made and deleted while the service runs.
 *
 * EventBridge Scheduler sends with a role that may do nothing else, and only for schedules of this group.
 */
export class Schedules extends Construct {
  readonly #group: scheduler.ScheduleGroup;
  readonly #role: iam.Role;

  constructor(scope: Construct, id: string, queue: MessageQueue) {
    super(scope, id);
    this.#group = new scheduler.ScheduleGroup(this, 'Group');
    this.#role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': this.#group.scheduleGroupArn },
        },
      }),
    });
    queue.allowSend(this.#role);
    Validations.of(Stack.of(this)).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${this.#scheduleArns('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>')}]`,
      reason:
        'The schedules of this one group are made while the service runs, so that their names are not known here.',
    });
  }

  /** Lets the function make schedules of this group, and tells it with which role they send. */
  grantCreate(handler: NodeFunction<SchedulerEnvironment>): void {
    this.#allow(handler, ['CreateSchedule']);
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    handler.setEnvironment({ SCHEDULE_ROLE_ARN: this.#role.roleArn });
  }

  /** Lets the function delete schedules of this group. */
  grantDelete(handler: NodeFunction<SchedulerGroup>): void {
    this.#allow(handler, ['DeleteSchedule']);
  }

  /** Lets the function make, look up, change and delete them. */
  grantManage(handler: NodeFunction<SchedulerEnvironment>): void {
    this.grantCreate(handler);
    this.#allow(handler, ['GetSchedule', 'UpdateSchedule', 'DeleteSchedule']);
  }

  #allow(handler: NodeFunction<SchedulerGroup>, actions: string[]): void {
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: actions.map((name) => `scheduler:${name}`),
        resources: [this.#scheduleArns(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID)],
      }),
    );
    handler.setEnvironment({ SCHEDULE_GROUP_NAME: this.#group.scheduleGroupName });
  }

  #scheduleArns(partition: string, region: string, account: string): string {
    return `arn:${partition}:scheduler:${region}:${account}:schedule/${this.#group.scheduleGroupName}/*`;
  }
}
