import { Readable } from 'node:stream';
import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import type { Context } from 'aws-lambda';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { RunRequest } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import { toRunFailure } from '#core/runs/to-run-failure.ts';

/** What it takes to end a run, tell of it, and clean up, before Lambda's own limit ends the environment. */
const MARGIN_MS = 5000;

/** Whose run it is matters to the trusted side only, which picks the environment by it. */
const NO_TENANT = '';

const readRequest = (input: unknown, remainingMs: number): RunRequest => {
  const { data: request, error } = RunRequest.safeParse(input);
  if (request) return { ...request, timeoutMs: Math.max(1, Math.min(request.timeoutMs, remainingMs - MARGIN_MS)) };
  const fields = error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new ServiceError('internal_error', `The runner was handed a request that it cannot read (${fields}).`);
};

const toErrorEvent = (cause: unknown): RunEvent => {
  const error =
    cause instanceof ServiceError ? cause : new ServiceError('cli_failed', 'The runner failed.', { source: 'cli' });
  const timings = { durationMs: 0, overheadMs: 0 };
  return { kind: 'error', failure: toRunFailure(error, { metrics: NO_METRICS, timings }) };
};

/**
 * The events as lines of JSON.
 *
 * Never throws: an error in the middle of a stream would end Lambda's runtime, and the environment with it.
 */
const eventLines = async function* (
  runner: Runner,
  input: unknown,
  context: Context,
  settle: () => Promise<void>,
): AsyncGenerator<string, void, void> {
  try {
    const request = readRequest(input, context.getRemainingTimeInMillis());
    const events = runner.run(request, NO_TENANT, new AbortController().signal);
    for await (const event of events) yield `${JSON.stringify(event)}\n`;
  } catch (error) {
    yield `${JSON.stringify(toErrorEvent(error))}\n`;
  } finally {
    // Before the response ends: from then on the Runtime API hands the next invocation to whoever asks first.
    await settle();
  }
};

/**
 * The runner function: is given a RunRequest, and answers with its RunEvents as lines of JSON (NDJSON), without the
 * prelude of an HTTP response. The response stays open behind its last event until `settle` has resolved, which must
 * not reject, and is called again when all is over; then Lambda freezes whatever still goes on.
 *
 * The global `awslambda` of the Lambda runtime must be there when this is called.
 */
export const createRunnerHandler = (runner: Runner, settle: () => Promise<void> = async () => {}) =>
  middy<unknown>({
    executionMode: executionModeStreamifyResponse,
    timeoutEarlyInMillis: 0,
    // Again, for a response that could not be sent: its events were perhaps never begun.
    requestEnd: settle,
  }).handler(async (input: unknown, context: Context) => Readable.from(eventLines(runner, input, context, settle)));
