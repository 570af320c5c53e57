import { Aws, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Model } from '#core/models/model.ts';
import type { RunEnvironment } from '#lambda/environment.ts';
import type { Config } from './config.ts';
import type { GateFunction } from './gate-function.ts';
import type { NodeFunction } from './node-function.ts';
import type { RunnerFunction } from './runner-function.ts';

/** The functions on the way to a model. */
export interface ModelCallers {
  /** Those that ask the runner. */
  readonly askers: readonly NodeFunction<RunEnvironment>[];
  readonly runner: RunnerFunction;
  /** Absent if the gate is inside the runner. */
  readonly gateFunction: GateFunction | undefined;
}

/**
 * How models are called: with the role of the function that the gate is in (Bedrock), or with a key, which the gate
 * function reads or whoever asks the runner hands over to it per run.
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

  /** Lets a run that is asked of the runner call the models offered. */
  grantUse({ askers, runner, gateFunction }: ModelCallers): void {
    const keyReaders = gateFunction ? [gateFunction] : askers;
    if (this.secret) for (const reader of keyReaders) this.secret.grantRead(reader);
    else this.#grantBedrock(gateFunction ?? runner);
    const { provider, anthropicBaseUrl, bedrockRegion = Aws.REGION, bedrockProfile } = this.#config;
    const environment = {
      MODEL_PROVIDER: provider,
      ANTHROPIC_SECRET_ARN: this.secret?.secretArn ?? '',
      ANTHROPIC_BASE_URL: anthropicBaseUrl,
      BEDROCK_REGION: bedrockRegion,
      BEDROCK_PROFILE: bedrockProfile,
    } as const;
    for (const asker of askers) {
      asker.setEnvironment({ ...environment, GATE_URL: '' });
      if (gateFunction) asker.setEnvironment({ ANTHROPIC_SECRET_ARN: '' });
      gateFunction?.grantUse(asker);
    }
    gateFunction?.setEnvironment(environment);
    runner.setEnvironment({ MODEL_PROVIDER: provider });
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

  #grantBedrock(signer: GateFunction | RunnerFunction): void {
    const actions = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
    const resources = bedrockResources(this.#config, Aws.PARTITION, Aws.ACCOUNT_ID);
    signer.addToRolePolicy(new iam.PolicyStatement({ actions, resources }));
    Validations.of(Stack.of(this)).acknowledge(
      ...bedrockResources(this.#config, '<AWS::Partition>', '<AWS::AccountId>').map((resource) => ({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason: 'The models offered, in every version, Region and inference profile in which Bedrock has them.',
      })),
    );
  }
}

/**
 * What Bedrock may be asked for: models in any version, by any profile.
 *
 * A cross-Region inference profile needs its own ARN and those of the model in each Region that it routes to. One of
 * the account's own is given by its ARN.
 */
const bedrockResources = ({ settings, bedrockRegions }: Config, partition: string, account: string): string[] => {
  const profiles = settings.models.flatMap(({ bedrockId }) => (bedrockId?.startsWith('arn:') ? [bedrockId] : []));
  const models = bedrockRegions.flatMap((region) =>
    settings.models.flatMap((model) => [
      `arn:${partition}:bedrock:${region}::foundation-model/${foundationModel(model)}*`,
      `arn:${partition}:bedrock:${region}:${account}:inference-profile/*.${foundationModel(model)}*`,
    ]),
  );
  return [...models, ...profiles];
};

/** The model's id at Bedrock, without a profile; by default also without a version. */
const foundationModel = ({ id, bedrockId = '' }: Model): string =>
  /anthropic\.claude-[^/]+$/.exec(bedrockId)?.[0] ?? `anthropic.${id}`;
