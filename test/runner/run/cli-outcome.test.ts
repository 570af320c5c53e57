import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CliResult } from '#runner/claude/cli-message.ts';
import { cliOutcome } from '#runner/run/cli-outcome.ts';

const result = (fields: Partial<CliResult>): CliResult => ({ type: 'result', is_error: true, ...fields });

const summary = (...[fields, failure]: readonly [Partial<CliResult>, Parameters<typeof cliOutcome>[1]?]): string => {
  const outcome = cliOutcome(result(fields), failure);
  return 'error' in outcome ? outcome.error.code : outcome.stopReason;
};

test('an answer ends for the reason that the model gave', () => {
  assert.equal(summary({ is_error: false, stop_reason: 'end_turn' }), 'end_turn');
  assert.equal(summary({ is_error: false, stop_reason: 'stop_sequence' }), 'stop_sequence');
  assert.equal(summary({ is_error: false, stop_reason: 'pause_turn' }), 'end_turn');
  assert.equal(summary({ is_error: false, stop_reason: null }), 'end_turn');
});

test('a refusal and the longest possible answer are answers, although the CLI calls them errors', () => {
  assert.equal(summary({ stop_reason: 'refusal', terminal_reason: 'api_error' }), 'refusal');
  assert.equal(summary({ terminal_reason: 'api_error', api_error: 'max_output_tokens' }), 'max_tokens');
});

test('an error of the provider is told as the gate saw it', () => {
  const fields = { terminal_reason: 'api_error', api_error_status: 429, result: 'API Error: Request rejected' };
  const outcome = cliOutcome(result(fields), { status: 429, message: 'slow down', retryAfterSeconds: 7 });
  assert.ok('error' in outcome);
  const { code, source, retryAfterSeconds, message } = outcome.error;
  assert.deepEqual(
    { code, source, retryAfterSeconds },
    { code: 'upstream_rate_limited', source: 'upstream', retryAfterSeconds: 7 },
  );
  assert.match(message, /slow down/);
});

test('an earlier failure of another kind is not mistaken for the cause', () => {
  const earlier = { status: 529, message: 'busy' };
  assert.equal(summary({ terminal_reason: 'api_error', api_error_status: 400 }, earlier), 'invalid_request');
});

test('each way in which the CLI gives up has its code', () => {
  assert.equal(summary({ terminal_reason: 'prompt_too_long' }), 'context_length_exceeded');
  assert.equal(summary({ terminal_reason: 'image_error', api_error_status: 413 }), 'request_too_large');
  assert.equal(summary({ terminal_reason: 'api_error', api_error_status: null }), 'upstream_error');
  assert.equal(summary({ terminal_reason: 'aborted_streaming' }), 'cli_failed');
  assert.equal(summary({}), 'cli_failed');
});
