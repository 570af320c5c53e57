import { ServiceError } from '#core/errors/service-error.ts';
import { StopReason } from '#core/runs/run-event.ts';
import type { CliResult } from '#runner/claude/cli-message.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { UpstreamFailure } from './upstream-failure.ts';
import { toUpstreamError } from './upstream-failure.ts';

/** Reasons that Anthropic knows besides ours mean that the model has said what it had to say. */
const toStopReason = (reason: string | null | undefined): StopReason => StopReason.safeParse(reason).data ?? 'end_turn';

const failureOutcome = (result: CliResult, lastFailure: UpstreamFailure | undefined): RunOutcome => {
  const { terminal_reason: reason, api_error_status: status = null, result: message = 'no message' } = result;
  if (reason === 'prompt_too_long') return { error: toUpstreamError({ status: 400, message: 'Prompt is too long' }) };
  if (reason !== 'api_error' && status === null) {
    return { error: new ServiceError('cli_failed', `Claude Code gave up (${reason}).`, { source: 'cli' }) };
  }
  return { error: toUpstreamError(lastFailure?.status === status ? lastFailure : { status, message }) };
};

const invalidOutput = (): RunOutcome => {
  const message = 'The model did not answer with JSON that satisfies the schema.';
  return { error: new ServiceError('output_invalid', message, { source: 'upstream' }) };
};

/**
 * What the last line of the CLI means.
 *
 * @param lastFailure the gate's report of the call that failed last: the CLI's own words are for people at a terminal.
 */
export const cliOutcome = (
  result: CliResult,
  lastFailure: UpstreamFailure | undefined,
  hasOutputSchema = false,
): RunOutcome => {
  const { subtype, is_error: isError, stop_reason: stopReason, api_error: apiError } = result;
  if (subtype === 'error_max_structured_output_retries') return invalidOutput();
  // The CLI takes an answer without the JSON for a good one.
  if (!isError && hasOutputSchema && result.structured_output === undefined) return invalidOutput();
  if (!isError) return { stopReason: hasOutputSchema ? 'end_turn' : toStopReason(stopReason) };
  // Neither is an error here: the caller is told why the answer ends where it does.
  if (stopReason === 'refusal') return { stopReason: 'refusal' };
  if (apiError === 'max_output_tokens') return { stopReason: 'max_tokens' };
  return failureOutcome(result, lastFailure);
};
