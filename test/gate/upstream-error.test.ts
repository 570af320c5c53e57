import assert from 'node:assert/strict';
import test from 'node:test';
import { readStreamError, readUpstreamError, redact } from '#gate/upstream-error.ts';

const body = (message: string): string => JSON.stringify({ type: 'error', error: { type: 'x', message } });

test('a retry cannot help against 400, 401, 403, 404 and 413, but against 408, 409, 429, 500, 503 and 529', () => {
  const isFinal = (status: number): boolean => readUpstreamError(status, null, body('no')).isFinal;
  assert.deepEqual([401, 403, 404, 413].map(isFinal), [true, true, true, true]);
  assert.equal(readUpstreamError(400, null, body('prompt is too long: 2 > 1')).isFinal, true);
  assert.deepEqual([400, 408, 409, 429, 500, 529].map(isFinal), [false, false, false, false, false, false]);
});

test('the message is what the provider says, shortened', () => {
  assert.equal(readUpstreamError(400, null, body('prompt is too long')).message, 'prompt is too long');
  assert.equal(readUpstreamError(400, null, body('x'.repeat(9999))).message.length, 500);
});

test("Bedrock's way to say it is understood too, also that a prompt is too long", () => {
  const said = JSON.stringify({ message: 'Input is too long for requested model.' });
  const { message, isFinal } = readUpstreamError(400, null, said);
  assert.equal(message, 'Input is too long for requested model.');
  assert.equal(isFinal, true);
});

test('an answer that is of neither still gives a message', () => {
  for (const odd of ['<html>', '', 'null', '{"error":"x"}', '{"error":{"message":7}}']) {
    assert.equal(readUpstreamError(502, null, odd).message, 'The provider answered 502 without a message.');
  }
});

test('seconds to wait are understood, dates are not', () => {
  assert.equal(readUpstreamError(429, '17', body('slow down')).retryAfterSeconds, 17);
  assert.equal('retryAfterSeconds' in readUpstreamError(429, 'Sun, 06 Nov 2026 08:49:37 GMT', body('')), false);
});

test('an error in the middle of a stream has the status that it would have had at the start', () => {
  assert.equal(readStreamError('overloaded_error', 'Overloaded').status, 529);
  assert.equal(readStreamError('rate_limit_error', 'Slow down').status, 429);
  assert.equal(readStreamError('something_new', 'What').status, 500);
});

test('secrets are taken out wherever they stand', () => {
  assert.equal(
    redact('key k-1 of id-2 is wrong: k-1', ['k-1', 'id-2']),
    'key [redacted] of [redacted] is wrong: [redacted]',
  );
  assert.equal(redact('nothing to hide', ['']), 'nothing to hide');
});
