import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { SweeperEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Ends and counts, every five minutes, the prompts that a crash left open. */
export class SweeperFunction extends NodeFunction<SweeperEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'sweeper.ts',
      description: 'headless-claude: ends the prompts that a crash left open',
      // Shorter than the schedule: no two sweeps may be under way at once (lambda/sweeper.ts).
      timeout: Duration.minutes(4),
      memoryMb: 512,
      logRetention,
    });
    new events.Rule(this, 'Schedule', {
      schedule: events.Schedule.rate(Duration.minutes(5)),
      targets: [new targets.LambdaFunction(this)],
    });
  }
}
