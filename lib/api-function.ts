import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ApiEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Serves every route but the administrators': it admits, stores, meters and translates, and lets the runner run. */
export class ApiFunction extends NodeFunction<ApiEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'api.ts',
      description: 'headless-claude: serves the API and streams what the runner answers',
      // As long as the longest stream of API Gateway; it only relays, but waits for the whole run.
      timeout: Duration.minutes(15),
      memoryMb: 1024,
      logRetention,
    });
  }
}
