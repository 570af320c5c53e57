import type { Construct } from 'constructs';
import type { AdminEnvironment, ApiEnvironment, SchedulerEnvironment } from '#lambda/environment.ts';
import { MessageQueue } from './message-queue.ts';
import type { NodeFunction } from './node-function.ts';
import { SCHEDULE_TIMEOUT } from './schedule-function.ts';
import { Schedules } from './schedules.ts';

/** Schedules that are due. It is apart from the work queue, where they would wait behind runs. */
export class ScheduleQueue extends MessageQueue {
  readonly #schedules: Schedules;

  constructor(scope: Construct, id: string) {
    super(scope, id, SCHEDULE_TIMEOUT);
    this.#schedules = new Schedules(this, 'Schedules', this);
  }

  /** Lets the function make schedules that send to this queue, whenever they are due, and change and delete them. */
  grantSchedule(handler: NodeFunction<SchedulerEnvironment & Pick<ApiEnvironment, 'SCHEDULE_QUEUE_URL'>>): void {
    this.#schedules.grantManage(handler);
    handler.setEnvironment({ SCHEDULE_QUEUE_URL: this.queueUrl });
  }

  /** Lets the function delete such schedules. */
  grantUnschedule(handler: NodeFunction<Pick<AdminEnvironment, 'SCHEDULE_GROUP_NAME'>>): void {
    this.#schedules.grantDelete(handler);
  }
}
