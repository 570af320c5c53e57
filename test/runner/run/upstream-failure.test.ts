import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toUpstreamError } from '#runner/run/upstream-failure.ts';

const CODES = [
  [400, 'invalid_request'],
  [401, 'upstream_authentication_failed'],
  [403, 'upstream_authentication_failed'],
  [404, 'unknown_model'],
  [413, 'request_too_large'],
  [429, 'upstream_rate_limited'],
  [500, 'upstream_error'],
  [503, 'upstream_error'],
  [529, 'upstream_overloaded'],
  [null, 'upstream_error'],
] as const;

test('each status of the provider has its code', () => {
  for (const [status, code] of CODES) assert.equal(toUpstreamError({ status, message: 'no' }).code, code, `${status}`);
});

test('a prompt that is too long is told apart from other rejections', () => {
  const messages = ['prompt is too long: 210000 tokens > 200000 maximum', 'Input is too long for requested model.'];
  for (const message of messages) {
    assert.equal(toUpstreamError({ status: 400, message }).code, 'context_length_exceeded');
  }
});

test('the message says what is wrong and what the provider said', () => {
  const { message } = toUpstreamError({ status: 529, message: 'Overloaded' });
  assert.equal(message, 'The model provider is overloaded. Retry later. It said (529): Overloaded');
});
