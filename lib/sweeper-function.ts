import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { SweeperEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Takes on, every five minutes, what a crash left: prompts, jobs, batches and deliveries. */
export class SweeperFunction extends NodeFunction<SweeperEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'sweeper.ts',
      description: 'headless-claude: takes on what a crash left',
      timeout: Duration.minutes(3),
      memoryMb: 512,
      logRetention,
    });
    // No two sweeps may be under way at once (lambda/sweeper.ts): one may start two minutes late, as either of the two
    // services in its way may hold it back for one, and is then over when the next is due. Reserved concurrency would
    // do as well, but new accounts have none to reserve.
    const once = { maxEventAge: Duration.minutes(1), retryAttempts: 0 };
    this.configureAsyncInvoke(once);
    new events.Rule(this, 'Schedule', {
      schedule: events.Schedule.rate(Duration.minutes(5)),
      targets: [new targets.LambdaFunction(this, once)],
    });
  }
}
