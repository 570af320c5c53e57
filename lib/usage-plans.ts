import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { AuthorizerEnvironment } from '#lambda/environment.ts';
import type { UsagePlanOptions } from './config.ts';
import type { NodeFunction } from './node-function.ts';

export interface UsagePlansProps {
  readonly stage: apigateway.Stage;
  /** Limits by tier. */
  readonly tiers: Readonly<Record<string, UsagePlanOptions>>;
}

/**
 * One usage plan per tier: the outer fence around its callers, best effort by AWS's own word.
 *
 * A plan meters by API Gateway API key, so each has one. Its value is no credential: the API takes keys from the
 * authorizer alone (`apiKeySourceType: AUTHORIZER`), never from a header, so whoever knows it can do nothing with it.
 * It only says which plan the authorizer put a caller in, and may therefore stand in the template. It bears the
 * stack's name because values must be unique in an account and Region.
 */
export class UsagePlans extends Construct {
  readonly #identifiers: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { stage, tiers }: UsagePlansProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.#identifiers = Object.fromEntries(
      Object.keys(tiers).map((tier) => [tier, `usage-identifier-${stackName}-${tier}`]),
    );
    for (const [tier, options] of Object.entries(tiers)) this.#createPlan(tier, options, stage);
  }

  /** Tells the authorizer the identifier of each tier, with which it names a caller's plan. Needs no permission. */
  grantAssign(handler: NodeFunction<Pick<AuthorizerEnvironment, 'USAGE_IDENTIFIER_KEYS'>>): void {
    handler.setEnvironment({ USAGE_IDENTIFIER_KEYS: JSON.stringify(this.#identifiers) });
  }

  #createPlan(tier: string, options: UsagePlanOptions, stage: apigateway.Stage): void {
    const plan = new apigateway.UsagePlan(this, tier, {
      name: `${Stack.of(this).stackName}-${tier}`,
      description: `Outer fence around all callers of tier ${tier}`,
      throttle: { rateLimit: options.requestsPerSecond, burstLimit: options.burstRequests },
      quota: { limit: options.requestsPerMonth, period: apigateway.Period.MONTH },
      apiStages: [{ api: stage.restApi, stage }],
    });
    plan.addApiKey(
      new apigateway.ApiKey(plan, 'Identifier', {
        value: this.#identifiers[tier] ?? '',
        description: `Identifier of tier ${tier} for metering; not a credential`,
      }),
    );
  }
}
