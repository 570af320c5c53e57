import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { ERROR_CODES, type ErrorCode } from '#core/errors/error-codes.ts';
import { type ProblemResponse, toProblem } from '#core/errors/problem.ts';
import { ServiceError, type ServiceErrorOptions } from '#core/errors/service-error.ts';

/** Code → status, `error.type`, `x-should-retry`: clients depend on all three, for ever. */
const WIRE: Record<ErrorCode, readonly [status: number, type: string, shouldRetry?: 'true' | 'false']> = {
  invalid_request: [400, 'invalid_request_error'],
  unknown_model: [400, 'invalid_request_error'],
  context_length_exceeded: [400, 'invalid_request_error'],
  thread_unsupported_request: [400, 'invalid_request_error'],
  invalid_credentials: [401, 'authentication_error'],
  token_expired: [401, 'authentication_error'],
  budget_exceeded: [402, 'billing_error', 'false'],
  permission_denied: [403, 'permission_error'],
  not_found: [404, 'not_found_error'],
  method_not_allowed: [405, 'invalid_request_error'],
  conflict: [409, 'conflict_error', 'false'],
  idempotency_in_progress: [409, 'conflict_error'],
  idempotency_not_replayable: [409, 'conflict_error', 'false'],
  idempotency_key_reused: [422, 'invalid_request_error', 'false'],
  request_too_large: [413, 'request_too_large'],
  unsupported_media_type: [415, 'invalid_request_error'],
  rate_limit_exceeded: [429, 'rate_limit_error'],
  upstream_rate_limited: [429, 'rate_limit_error'],
  canceled: [499, 'timeout_error', 'false'],
  internal_error: [500, 'api_error'],
  cli_failed: [500, 'api_error', 'false'],
  output_invalid: [502, 'api_error', 'false'],
  output_too_large: [502, 'api_error', 'false'],
  upstream_rejected: [502, 'api_error', 'false'],
  upstream_authentication_failed: [502, 'api_error', 'false'],
  upstream_error: [502, 'api_error', 'false'],
  interrupted: [503, 'api_error', 'false'],
  unavailable: [503, 'api_error'],
  run_timed_out: [504, 'timeout_error', 'false'],
  upstream_stalled: [504, 'timeout_error', 'false'],
  upstream_overloaded: [529, 'overloaded_error'],
};

const problem = (code: ErrorCode, options?: ServiceErrorOptions): ProblemResponse =>
  toProblem(new ServiceError(code, 'What was wrong.', options), { requestId: 'request-1', instance: '/v1/prompts' });

/** The error that an SDK makes of an answer, as far as callers look at it. */
const readBy = (Sdk: typeof OpenAI | typeof Anthropic, { status, headers, body }: ProblemResponse) => {
  const received = new Headers({ ...headers, 'x-request-id': 'request-1', 'request-id': 'request-1' });
  return Sdk.APIError.generate(status, body, undefined, received);
};

describe('every code of the closed list', () => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    test(`${code} has its status, type and advice on retries`, () => {
      const { status, headers, body } = problem(code);
      const { error } = body as { error: { type: string; code: string } };
      const [wireStatus, type, shouldRetry] = WIRE[code];
      assert.deepEqual([status, error.type, headers['x-should-retry']], [wireStatus, type, shouldRetry]);
      assert.deepEqual([headers['content-type'], error.code], ['application/problem+json', code]);
    });

    test(`${code} is read by the SDKs of OpenAI and Anthropic`, () => {
      const answer = problem(code);
      const byOpenAi = readBy(OpenAI, answer);
      assert.ok(byOpenAi instanceof OpenAI.APIError);
      assert.deepEqual(
        [byOpenAi.status, byOpenAi.code, byOpenAi.type, byOpenAi.param, byOpenAi.requestID],
        [answer.status, code, WIRE[code][1], null, 'request-1'],
      );
      assert.match(byOpenAi.message, /What was wrong\./);
      const byAnthropic = readBy(Anthropic, answer);
      assert.ok(byAnthropic instanceof Anthropic.APIError);
      assert.deepEqual(
        [byAnthropic.status, byAnthropic.type, byAnthropic.errorCode, byAnthropic.requestID],
        [answer.status, WIRE[code][1], code, 'request-1'],
      );
    });
  }
});

test('a problem has the members of RFC 9457, the request id, and whose fault it is', () => {
  assert.deepEqual(problem('upstream_overloaded', { source: 'upstream' }).body, {
    type: 'urn:headless-claude:error:upstream_overloaded',
    title: 'The model provider is overloaded',
    status: 529,
    detail: 'What was wrong.',
    instance: '/v1/prompts',
    code: 'upstream_overloaded',
    request_id: 'request-1',
    error: {
      type: 'overloaded_error',
      message: 'What was wrong.',
      code: 'upstream_overloaded',
      param: null,
      details: { error_code: 'upstream_overloaded', source: 'upstream' },
    },
  });
});

test('a problem names the fields that are wrong, the first of them as param, as people write it', () => {
  const fields = [
    { pointer: '/tags/0', message: 'too short' },
    { pointer: '/model', message: 'unknown' },
  ];
  const body = problem('invalid_request', { fields }).body as { errors: unknown; error: { param: string } };
  assert.deepEqual([body.errors, body.error.param], [fields, 'tags[0]']);
});

test('a problem with the whole body has no param', () => {
  const fields = [{ pointer: '', message: 'not an object' }];
  const body = problem('invalid_request', { fields }).body as { error: { param: unknown } };
  assert.equal(body.error.param, null);
});

test('the time to retry is told in whole seconds and in milliseconds, never too early', () => {
  const { headers } = problem('rate_limit_exceeded', { retryAfterSeconds: 1.2001 });
  assert.deepEqual([headers['retry-after'], headers['retry-after-ms']], ['2', '1201']);
  assert.equal(problem('rate_limit_exceeded').headers['retry-after'], undefined);
});

test('the headers of an error are those of its answer', () => {
  assert.equal(
    problem('rate_limit_exceeded', { headers: { ratelimit: '"x";r=0;t=1' } }).headers['ratelimit'],
    '"x";r=0;t=1',
  );
});

test('what a program may want to know of an error is told in its details', () => {
  const { error } = problem('budget_exceeded', { details: { limit_usd: 5 } }).body as { error: { details: unknown } };
  assert.deepEqual(error.details, { error_code: 'budget_exceeded', source: 'gateway', limit_usd: 5 });
});

test('neither the cause nor a stack is told', () => {
  const cause = new Error('a secret');
  assert.doesNotMatch(JSON.stringify(problem('internal_error', { cause })), /secret|stack|\.ts/);
});
