import { InvokeWithResponseStreamCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Runner } from '#core/runs/runner.ts';
import { splitLines } from '#core/runs/split-lines.ts';
import { parseRunEvent } from './parse-run-event.ts';
import { runnerOutput } from './runner-output.ts';
import { toRunnerError } from './to-runner-error.ts';

/** JSON makes a text longer, seldom to more than twice its length; the rest is for what is around it. */
const maxLineBytes = (maxOutputBytes: number): number => 2 * maxOutputBytes + 1024 * 1024;

/**
 * Runs in the tenant's own environment of the runner function.
 *
 * The function is given the run as JSON, and writes its events as lines of JSON (`application/x-ndjson`, no HTTP
 * prelude). Whatever goes wrong is thrown as a ServiceError.
 *
 * @param cliVersion of the CLI in the function's image: asking the function would start, and bill, an environment.
 */
export const createLambdaRunner = (
  functionName: string,
  cliVersion: string,
  config: LambdaClientConfig = {},
): Runner => {
  // One attempt: a second could run, and bill, the prompt twice.
  const client = new LambdaClient({ ...config, maxAttempts: 1, requestHandler: { connectionTimeout: 3_000 } });

  return {
    async *run(request, tenantId, signal) {
      const command = new InvokeWithResponseStreamCommand({
        FunctionName: functionName,
        TenantId: tenantId,
        Payload: JSON.stringify(request),
      });
      const over = new AbortController();
      const abortSignal = AbortSignal.any([signal, over.signal]);
      try {
        const { EventStream } = await client.send(command, { abortSignal });
        if (!EventStream) throw new Error('Lambda answered without a stream');
        for await (const line of splitLines(runnerOutput(EventStream), maxLineBytes(request.maxOutputBytes))) {
          const event = parseRunEvent(line, request);
          yield event;
          if (event.kind === 'result' || event.kind === 'error') return;
        }
        throw new ServiceError('cli_failed', 'The runner stopped before the run had ended.', { source: 'cli' });
      } catch (error) {
        throw toRunnerError(error, signal);
      } finally {
        // The SDK leaves the connection open behind a stream that was not read to its end.
        over.abort();
      }
    },
    version: async () => cliVersion,
  };
};
