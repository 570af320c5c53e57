import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AuthorizerEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** Finds out who calls, by access token or API key. */
export class AuthorizerFunction extends NodeFunction<AuthorizerEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'authorizer.ts',
      description: 'headless-claude: authenticates callers of the API',
      timeout: Duration.seconds(10),
      // It stands before every request, and a cold start is mostly CPU: 1,769 MB is one core.
      memoryMb: 1769,
      logRetention,
    });
  }
}
