import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { SchedulesEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** It takes a second. What has failed comes again after six times that: soon enough not to be missed. */
export const SCHEDULE_TIMEOUT = Duration.minutes(1);

/** Makes the jobs of schedules that are due, and runs none. */
export class ScheduleFunction extends NodeFunction<SchedulesEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'schedules.ts',
      description: 'headless-claude: makes the jobs of schedules that are due',
      timeout: SCHEDULE_TIMEOUT,
      memoryMb: 512,
      logRetention,
    });
  }
}
