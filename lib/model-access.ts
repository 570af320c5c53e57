import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { ApiEnvironment } from '#lambda/environment.ts';
import type { Config } from './config.ts';
import type { NodeFunction } from './node-function.ts';
import type { RunnerFunction } from './runner-function.ts';

type ModelEnvironment = Pick<ApiEnvironment, 'MODEL_PROVIDER' | 'ANTHROPIC_SECRET_ARN' | 'ANTHROPIC_BASE_URL'>;

/**
 * How models are called: with the runner's role (Bedrock), or with a key that the api function hands over per run.
 *
 * CloudFormation fills the secret of the key with a random placeholder. Set the key once the stack is deployed:
 * `aws secretsmanager put-secret-value --secret-id <output AnthropicSecretArn> --secret-string <key>`.
 */
export class ModelAccess extends Construct {
  /** The secret of the Anthropic key; `undefined` unless that is the provider. */
  readonly secret: secretsmanager.Secret | undefined;
  readonly #config: Config;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.#config = config;
    if (config.provider === 'anthropic') this.secret = this.#createSecret();
  }

  /** Lets a run that the function asks of the runner call the models offered. */
  grantUse(handler: NodeFunction<ModelEnvironment>, runner: RunnerFunction): void {
    if (this.secret) this.secret.grantRead(handler);
    else this.#grantBedrock(runner);
    handler.setEnvironment({
      MODEL_PROVIDER: this.#config.provider,
      ANTHROPIC_SECRET_ARN: this.secret?.secretArn ?? '',
      ANTHROPIC_BASE_URL: this.#config.anthropicBaseUrl,
    });
  }

  #createSecret(): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this, 'AnthropicKey', {
      description: 'Key of the Anthropic API. Replace the random placeholder by a key.',
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Anthropic has no API with which a Lambda function could rotate the key: it is replaced by hand.',
    });
    return secret;
  }

  /** A cross-Region inference profile needs both its own ARN and those of the model in each Region it routes to. */
  #grantBedrock(runner: RunnerFunction): void {
    const { partition, account } = Stack.of(this);
    const models = this.#config.settings.models.map(({ id }) => `anthropic.${id}*`);
    const resources = this.#config.bedrockRegions.flatMap((region) =>
      models.flatMap((model) => [
        `arn:${partition}:bedrock:${region}::foundation-model/${model}`,
        `arn:${partition}:bedrock:${region}:${account}:inference-profile/*.${model}`,
      ]),
    );
    runner.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        resources,
      }),
    );
  }
}
