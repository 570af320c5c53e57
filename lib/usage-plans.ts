import { Aws, type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { AdminEnvironment, AuthorizerEnvironment } from '#lambda/environment.ts';
import type { UsagePlanOptions } from './config.ts';
import type { NodeFunction } from './node-function.ts';

const arn = (path: string): string => `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::${path}`;

export interface UsagePlansProps {
  readonly stage: apigateway.Stage;
  /** Limits by tier. */
  readonly tiers: Readonly<Record<string, UsagePlanOptions>>;
}

/**
 * One usage plan per tier: the outer fence around its callers, best effort by AWS's own word.
 *
 * A plan meters by API Gateway API key. The admin function makes one for each API key of ours; callers who have none,
 * such as Cognito's, share the one that each plan has here. Their values are no credentials: the API takes keys from
 * the authorizer alone (`apiKeySourceType: AUTHORIZER`), never from a header, so whoever knows one can do nothing with
 * it. They only say which plan the authorizer put a caller in, and may therefore stand in the template. They bear the
 * stack's name because values must be unique in an account and Region.
 */
export class UsagePlans extends Construct {
  readonly #identifiers: Readonly<Record<string, string>>;
  readonly #plans: readonly apigateway.UsagePlan[];

  constructor(scope: Construct, id: string, { stage, tiers }: UsagePlansProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.#identifiers = Object.fromEntries(
      Object.keys(tiers).map((tier) => [tier, `usage-identifier-${stackName}-${tier}`]),
    );
    this.#plans = Object.entries(tiers).map(([tier, options]) => this.#createPlan(tier, options, stage));
  }

  /** Tells the authorizer the identifier of each tier, with which it names a caller's plan. Needs no permission. */
  grantAssign(handler: NodeFunction<Pick<AuthorizerEnvironment, 'USAGE_IDENTIFIER_KEYS'>>): void {
    handler.setEnvironment({ USAGE_IDENTIFIER_KEYS: JSON.stringify(this.#identifiers) });
  }

  /** Lets the function make API Gateway API keys, put them into these plans, and delete them. */
  grantManageKeys(handler: NodeFunction<Pick<AdminEnvironment, 'USAGE_PLAN_PREFIX'>>): void {
    handler.setEnvironment({ USAGE_PLAN_PREFIX: this.#namePrefix });
    const planKeys = this.#plans.map(({ usagePlanId }) => arn(`/usageplans/${usagePlanId}/keys`));
    // A policy of its own, because the function may not depend on it: the plans depend on the API, and that on it.
    const policy = new iam.Policy(this, 'ManageKeys', {
      statements: [
        new iam.PolicyStatement({ actions: ['apigateway:GET'], resources: [arn('/usageplans')] }),
        new iam.PolicyStatement({ actions: ['apigateway:POST'], resources: [arn('/apikeys'), ...planKeys] }),
        new iam.PolicyStatement({
          actions: ['apigateway:DELETE'],
          resources: [arn('/apikeys/*'), ...planKeys.map((keys) => `${keys}/*`)],
        }),
      ],
    });
    if (handler.role) policy.attachToRole(handler.role);
    this.#acknowledgeWildcards(policy);
  }

  #acknowledgeWildcards(policy: iam.Policy): void {
    const planIds = this.#plans.map((plan) => Stack.of(this).getLogicalId(plan.node.defaultChild as CfnElement));
    Validations.of(policy).acknowledge(
      ...['/apikeys', ...planIds.map((id) => `/usageplans/<${id}>/keys`)].map((path) => ({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:apigateway:<AWS::Region>::${path}/*]`,
        reason: 'The keys are made by the function, so that their ids are not known here.',
      })),
    );
  }

  get #namePrefix(): string {
    return `${Stack.of(this).stackName}-`;
  }

  #createPlan(tier: string, options: UsagePlanOptions, stage: apigateway.Stage): apigateway.UsagePlan {
    const plan = new apigateway.UsagePlan(this, tier, {
      name: this.#namePrefix + tier,
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
    return plan;
  }
}
