import type { Construct } from 'constructs';
import type { ApiEnvironment } from '#lambda/environment.ts';
import { MessageQueue } from './message-queue.ts';
import type { NodeFunction } from './node-function.ts';
import { WORKER_TIMEOUT } from './worker-function.ts';

/** Work to be done outside of a request: jobs, batches. */
export class WorkQueue extends MessageQueue {
  constructor(scope: Construct, id: string) {
    super(scope, id, WORKER_TIMEOUT);
  }

  /** Lets the function send work, and tells it where. */
  grantSend(handler: NodeFunction<Pick<ApiEnvironment, 'WORK_QUEUE_URL'>>): void {
    this.allowSend(handler);
    handler.setEnvironment({ WORK_QUEUE_URL: this.queueUrl });
  }
}
