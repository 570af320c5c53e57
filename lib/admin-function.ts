import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AdminEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Serves the administrators' routes. */
export class AdminFunction extends NodeFunction<AdminEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'admin.ts',
      description: 'headless-claude: serves administrators',
      timeout: Duration.seconds(29),
      memoryMb: 512,
      logRetention,
    });
  }
}
