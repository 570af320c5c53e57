import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { WorkerEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Lambda's most, for a worker waits for the whole run: the longest, and then what it takes to settle that. */
export const WORKER_TIMEOUT = Duration.minutes(15);

/** Does the work that waits in the queue: runs jobs as the api function runs prompts, and takes batches further. */
export class WorkerFunction extends NodeFunction<WorkerEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'worker.ts',
      description: 'headless-claude: runs jobs and batches',
      timeout: WORKER_TIMEOUT,
      memoryMb: 1024,
      logRetention,
    });
  }
}
