import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { WebhooksEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/** An endpoint is given 15 seconds to answer; the rest is for resolving its name, and for the table. */
export const WEBHOOK_TIMEOUT = Duration.minutes(1);

/**
 * Tells webhooks what has happened.
 *
 * It calls addresses that tenants choose. So it is in no network of ours, and may do little else.
 */
export class WebhookFunction extends NodeFunction<WebhooksEnvironment> {
  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'webhooks.ts',
      description: 'headless-claude: tells webhooks what has happened',
      timeout: WEBHOOK_TIMEOUT,
      memoryMb: 512,
      logRetention,
    });
  }
}
