import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeWithResponseStreamCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { RunCanceler } from '#adapters/s3/s3-run-canceler.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { abortError } from '#core/runs/abort-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import { splitLines } from '#core/runs/split-lines.ts';
import { toRunFailure } from '#core/runs/to-run-failure.ts';
import { parseRunEvent } from './parse-run-event.ts';
import { runnerOutput } from './runner-output.ts';
import { toRunnerError } from './to-runner-error.ts';

export interface LambdaRunnerOptions extends LambdaClientConfig {
  readonly functionName: string;
  /** Of the CLI in the function's image: asking the function would start, and bill, an environment. */
  readonly cliVersion: string;
  /** @default - a run that nobody reads any more goes on to its end, which a gate function sees to */
  readonly canceler?: RunCanceler;
  /**
   * How long a canceled run has to tell what it has used.
   * @default 5000, in which the runner asks twice whether it is canceled (heed-cancel-url.ts), and ends the CLI
   */
  readonly lastWordsMs?: number;
}

/** JSON makes a text longer, seldom to more than twice its length; the rest is for what is around it. */
const maxLineBytes = (maxOutputBytes: number): number => 2 * maxOutputBytes + 1024 * 1024;

/** How much longer than the run itself it may be asked whether it is canceled. */
const CANCEL_MARGIN_SECONDS = 60;

/** The runner knows that its run was canceled, but not why. */
const withReason = (event: RunEvent, signal: AbortSignal): RunEvent =>
  event.kind === 'error' && signal.aborted
    ? { kind: 'error', failure: toRunFailure(abortError(signal), event.failure) }
    : event;

/**
 * Runs in the tenant's own environment of the runner function.
 *
 * The function is given the run as JSON, and writes its events as lines of JSON (`application/x-ndjson`, no HTTP
 * prelude). Whatever goes wrong is thrown as a ServiceError. To go away does not end the function: a run that is not read
 * to its end is canceled.
 */
export const createLambdaRunner = ({
  functionName,
  cliVersion,
  canceler,
  lastWordsMs = 5_000,
  ...config
}: LambdaRunnerOptions): Runner => {
  // One attempt: a second could run, and bill, the prompt twice.
  const client = new LambdaClient({ ...config, maxAttempts: 1, requestHandler: { connectionTimeout: 3_000 } });

  const toPayload = async (request: RunRequest): Promise<string> => {
    const validForSeconds = Math.ceil(request.timeoutMs / 1000) + CANCEL_MARGIN_SECONDS;
    const cancelUrl = await canceler?.urlOf(request.runId, validForSeconds);
    return JSON.stringify({ ...request, ...(cancelUrl !== undefined && { cancelUrl }) });
  };

  return {
    async *run(request, tenantId, signal) {
      const command = new InvokeWithResponseStreamCommand({
        FunctionName: functionName,
        TenantId: tenantId,
        Payload: await toPayload(request),
      });
      const over = new AbortController();
      const stop = async (): Promise<void> => {
        if (canceler) {
          await canceler.cancel(request.runId);
          await sleep(lastWordsMs, undefined, { signal: over.signal }).catch(() => {});
        }
        over.abort();
      };
      const onAbort = () => void stop();
      let isUnderWay = false;
      try {
        signal.throwIfAborted();
        signal.addEventListener('abort', onAbort, { once: true });
        const { EventStream } = await client.send(command, { abortSignal: over.signal });
        if (!EventStream) throw new Error('Lambda answered without a stream');
        isUnderWay = true;
        for await (const line of splitLines(runnerOutput(EventStream), maxLineBytes(request.maxOutputBytes))) {
          const event = withReason(parseRunEvent(line, request), signal);
          isUnderWay = event.kind !== 'result' && event.kind !== 'error';
          yield event;
          if (!isUnderWay) return;
        }
        isUnderWay = false;
        throw new ServiceError('cli_failed', 'The runner stopped before the run had ended.', { source: 'cli' });
      } catch (error) {
        throw toRunnerError(error, signal);
      } finally {
        signal.removeEventListener('abort', onAbort);
        // The SDK leaves the connection open behind a stream that was not read to its end.
        over.abort();
        if (isUnderWay && !signal.aborted) await canceler?.cancel(request.runId);
      }
    },
    version: async () => cliVersion,
  };
};
