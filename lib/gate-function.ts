import { Duration, Fn } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { GateEnvironment, RunEnvironment } from '#lambda/environment.ts';
import { NodeFunction } from './node-function.ts';

/**
 * Calls the model for a run, with the credential that the runner does not have, and counts what that costs.
 *
 * Its URL is public. Every call bears the token of its run: 256 random bits, of which the table holds the hash.
 */
export class GateFunction extends NodeFunction<GateEnvironment> {
  readonly #url: lambda.FunctionUrl;

  constructor(scope: Construct, id: string, logRetention: RetentionDays) {
    super(scope, id, {
      entry: 'gate.ts',
      description: 'headless-claude: calls the model for the runner, and meters it',
      // As long as a run may take; it only relays, but waits for the whole answer of the model.
      timeout: Duration.minutes(15),
      memoryMb: 512,
      logRetention,
    });
    this.#url = this.addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.NONE,
      invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    });
  }

  /** Tells the function where the gate is; whoever knows, and has a token, may call it. */
  grantUse(handler: NodeFunction<Pick<RunEnvironment, 'GATE_URL'>>): void {
    // The URL ends in a slash, and paths are appended to it.
    handler.setEnvironment({ GATE_URL: `https://${Fn.select(2, Fn.split('/', this.#url.url))}` });
  }
}
