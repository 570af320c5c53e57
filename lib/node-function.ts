import { join } from 'node:path';
import { type Duration, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { FunctionRole } from './function-role.ts';
import { PROJECT_ROOT } from './project-root.ts';

export interface NodeFunctionProps {
  /** File of the handler in lambda/. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  /** CPU comes with memory. */
  readonly memoryMb: number;
  readonly logRetention: RetentionDays;
}

/** CommonJS packages inside an ES module bundle call `require`, which ES modules do not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** A trusted function: TypeScript bundled to one readable ES module, on Node 24 and arm64, with a role of its own. */
export class NodeFunction<Environment extends object> extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    const role = new FunctionRole(scope, `${id}Role`, props.logRetention);
    super(scope, id, {
      entry: join(PROJECT_ROOT, 'lambda', props.entry),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: join(PROJECT_ROOT, 'package-lock.json'),
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMb,
      role,
      logGroup: role.logGroup,
      tracing: lambda.Tracing.ACTIVE,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        // The lockfile's SDK, which the tests ran with, and not whichever Lambda ships that day.
        bundleAwsSDK: true,
        sourceMap: true,
        banner: REQUIRE,
        logLevel: LogLevel.WARNING,
      },
      environment: { NODE_OPTIONS: '--enable-source-maps' },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources: xray:PutTraceSegments and PutTelemetryRecords can only be granted on *.',
    });
  }

  /** Sets variables that lambda/environment.ts declares for this function. */
  setEnvironment(variables: Partial<Environment>): void {
    for (const [name, value] of Object.entries<string>(variables as Record<string, string>)) {
      this.addEnvironment(name, value);
    }
  }
}
