import { Duration, Size } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { RunEnvironment, RunnerEnvironment } from '#lambda/environment.ts';
import type { Config } from './config.ts';
import { FunctionRole } from './function-role.ts';
import type { IsolatedNetwork } from './isolated-network.ts';
import type { NodeFunction } from './node-function.ts';
import { PROJECT_ROOT } from './project-root.ts';

const ARCHITECTURES = {
  arm64: { architecture: lambda.Architecture.ARM_64, platform: Platform.LINUX_ARM64 },
  x86_64: { architecture: lambda.Architecture.X86_64, platform: Platform.LINUX_AMD64 },
} as const;

/**
 * Runs Claude Code, and with it whatever a prompt makes it run: the untrusted side.
 *
 * Its role can write logs and, where the gate is in it and signs for Bedrock, call the models offered; it is granted
 * nothing else, ever. Every tenant has execution environments of its own: without that, synthesis fails. No X-Ray: that
 * would be one more permission, and on every resource.
 */
export class RunnerFunction extends lambda.DockerImageFunction {
  /** @param network where it is; without one, it reaches the internet. */
  constructor(scope: Construct, id: string, { runner, logRetentionDays }: Config, network?: IsolatedNetwork) {
    const role = new FunctionRole(scope, `${id}Role`, logRetentionDays);
    network?.grantUse(role);
    const { architecture, platform } = ARCHITECTURES[runner.architecture];
    const { packages } = runner;
    super(scope, id, {
      description: 'headless-claude: runs Claude Code for one tenant at a time',
      code: lambda.DockerImageCode.fromImageAsset(PROJECT_ROOT, {
        file: 'docker/Dockerfile',
        platform,
        ...(packages.length > 0 && { buildArgs: { AGENT_PACKAGES: packages.join(' ') } }),
      }),
      architecture,
      tenancyConfig: lambda.TenancyConfig.PER_TENANT,
      memorySize: runner.memoryMb,
      ephemeralStorageSize: Size.mebibytes(runner.tmpMb),
      timeout: Duration.seconds(runner.timeoutSeconds),
      role,
      logGroup: role.logGroup,
      ...(runner.reservedConcurrency && { reservedConcurrentExecutions: runner.reservedConcurrency }),
      ...(network && { vpc: network.vpc, securityGroups: [network.securityGroup] }),
    });
    this.node.addValidation({ validate: () => this.#sharedEnvironments() });
  }

  /** What is wrong if tenants would share environments: looks at what is deployed, whatever an override has made of it. */
  #sharedEnvironments(): string[] {
    const resource = this.node.defaultChild as lambda.CfnFunction;
    const { Resources } = this.stack.resolve(resource._toCloudFormation());
    const { TenancyConfig } = Resources[this.stack.resolve(resource.logicalId)].Properties;
    if (TenancyConfig?.TenantIsolationMode === 'PER_TENANT') return [];
    return ['tenants would share execution environments: leave TenancyConfig at PER_TENANT'];
  }

  /** Sets variables that lambda/environment.ts declares for this function; the image sets the others. */
  setEnvironment({ MODEL_PROVIDER }: Pick<RunnerEnvironment, 'MODEL_PROVIDER'>): void {
    this.addEnvironment('MODEL_PROVIDER', MODEL_PROVIDER);
  }

  /**
   * Lets the function invoke the runner, and tells it the name.
   *
   * Not `grantInvoke`, which also allows every version and alias. Streaming needs no other action:
   * https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
   */
  grantRun(handler: NodeFunction<Pick<RunEnvironment, 'RUNNER_FUNCTION_NAME'>>): void {
    handler.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.functionArn] }),
    );
    handler.setEnvironment({ RUNNER_FUNCTION_NAME: this.functionName });
  }
}
