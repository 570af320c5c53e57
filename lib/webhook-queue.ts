import type { Construct } from 'constructs';
import type { ApiEnvironment, SchedulerEnvironment } from '#lambda/environment.ts';
import { MessageQueue } from './message-queue.ts';
import type { NodeFunction } from './node-function.ts';
import { Schedules } from './schedules.ts';
import { WEBHOOK_TIMEOUT } from './webhook-function.ts';

/** What webhooks are to be told. */
export class WebhookQueue extends MessageQueue {
  readonly #schedules: Schedules;

  constructor(scope: Construct, id: string) {
    super(scope, id, WEBHOOK_TIMEOUT);
    this.#schedules = new Schedules(this, 'Schedules', this);
  }

  /** Lets the function have webhooks told of something, and tells it where. */
  grantSend(handler: NodeFunction<Pick<ApiEnvironment, 'WEBHOOK_QUEUE_URL'>>): void {
    this.allowSend(handler);
    handler.setEnvironment({ WEBHOOK_QUEUE_URL: this.queueUrl });
  }

  /** Lets the function put off what a webhook is to be told, for longer than a message may wait in the queue. */
  grantSchedule(handler: NodeFunction<SchedulerEnvironment>): void {
    this.#schedules.grantCreate(handler);
  }
}
