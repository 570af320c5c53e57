import { InvokeWithResponseStreamCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Runner } from '#core/runs/runner.ts';
import { parseRunEvent } from './parse-run-event.ts';
import { runnerOutput } from './runner-output.ts';
import { splitLines } from './split-lines.ts';
import { toRunnerError } from './to-runner-error.ts';

export interface LambdaRunnerOptions extends Pick<LambdaClientConfig, 'credentials' | 'endpoint' | 'region'> {
  readonly functionName: string;
  /** Version of the CLI in the runner's image, known when the stack is made: asking the runner would start one. */
  readonly cliVersion: string;
}

/** JSON makes a text longer, seldom to more than twice its length; the rest is for what is around it. */
const maxLineBytes = (maxOutputBytes: number): number => 2 * maxOutputBytes + 1024 * 1024;

/**
 * Runs in the tenant's own environment of the runner function.
 *
 * The function is given the run as JSON, and writes its events as lines of JSON (`application/x-ndjson`, no HTTP
 * prelude). Whatever goes wrong is thrown as a ServiceError.
 */
export const createLambdaRunner = ({ functionName, cliVersion, ...options }: LambdaRunnerOptions): Runner => {
  // One attempt: a second could run, and bill, the prompt twice.
  const client = new LambdaClient({ ...options, maxAttempts: 1, requestHandler: { connectionTimeout: 3_000 } });

  return {
    async *run(request, tenantId, signal) {
      const command = new InvokeWithResponseStreamCommand({
        FunctionName: functionName,
        TenantId: tenantId,
        Payload: JSON.stringify(request),
      });
      try {
        const { EventStream = [] } = await client.send(command, { abortSignal: signal });
        for await (const line of splitLines(runnerOutput(EventStream), maxLineBytes(request.maxOutputBytes))) {
          const event = parseRunEvent(line, request);
          yield event;
          if (event.kind === 'result' || event.kind === 'error') return;
        }
        throw new ServiceError('cli_failed', 'The runner stopped before the run had ended.', { source: 'cli' });
      } catch (error) {
        throw toRunnerError(error, signal);
      }
    },
    version: async () => cliVersion,
  };
};
