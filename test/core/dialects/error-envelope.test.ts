import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { toErrorEnvelope } from '#core/dialects/error-envelope.ts';
import { ERROR_CODES, type ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';

/** Status → the classes that the SDKs make of it. */
const CLASSES: Readonly<Record<number, readonly [anthropic: unknown, openAi: unknown]>> = {
  400: [Anthropic.BadRequestError, OpenAI.BadRequestError],
  401: [Anthropic.AuthenticationError, OpenAI.AuthenticationError],
  402: [Anthropic.PaymentRequiredError, OpenAI.APIError],
  403: [Anthropic.PermissionDeniedError, OpenAI.PermissionDeniedError],
  404: [Anthropic.NotFoundError, OpenAI.NotFoundError],
  409: [Anthropic.ConflictError, OpenAI.ConflictError],
  422: [Anthropic.UnprocessableEntityError, OpenAI.UnprocessableEntityError],
  429: [Anthropic.RateLimitError, OpenAI.RateLimitError],
};

const classesOf = (status: number) =>
  CLASSES[status] ??
  (status >= 500 ? [Anthropic.InternalServerError, OpenAI.InternalServerError] : [Anthropic.APIError, OpenAI.APIError]);

const read = (code: ErrorCode, dialect: 'anthropic' | 'openai') => {
  const { status, headers, body } = toErrorEnvelope(new ServiceError(code, 'What was wrong.'), dialect, 'request-1');
  const received = new Headers({ ...headers, 'request-id': 'request-1', 'x-request-id': 'request-1' });
  const Sdk = dialect === 'anthropic' ? Anthropic : OpenAI;
  return { status, headers, error: Sdk.APIError.generate(status, body, undefined, received) };
};

describe('every code of the closed list', () => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    test(`${code} is the error of its class in both SDKs, with code and request id`, () => {
      const { status, type } = ERROR_CODES[code];
      const [anthropicClass, openAiClass] = classesOf(status);
      const one = read(code, 'anthropic');
      assert.ok(one.error instanceof (anthropicClass as typeof Anthropic.APIError));
      assert.equal(one.headers['content-type'], 'application/json');
      const {
        status: seen,
        type: seenType,
        errorCode,
        requestID,
      } = one.error as InstanceType<typeof Anthropic.APIError>;
      assert.deepEqual([seen, seenType, errorCode, requestID], [status, type, code, 'request-1']);
      const other = read(code, 'openai').error;
      assert.ok(other instanceof (openAiClass as typeof OpenAI.APIError));
      const { code: seenCode, requestID: seenId, message } = other;
      assert.deepEqual([other.status, seenCode, seenId], [status, code, 'request-1']);
      assert.match(message, /What was wrong\./);
    });
  }
});

test('OpenAI’s clients are told the type in OpenAI’s words', () => {
  const typeOf = (code: ErrorCode) => (read(code, 'openai').error as InstanceType<typeof OpenAI.APIError>).type;
  assert.deepEqual(
    (['invalid_request', 'invalid_credentials', 'budget_exceeded', 'rate_limit_exceeded', 'cli_failed'] as const).map(
      typeOf,
    ),
    ['invalid_request_error', 'authentication_error', 'insufficient_quota', 'rate_limit_error', 'server_error'],
  );
});

test('what is wrong is named as people write it, and whose fault it is', () => {
  const fields = [{ pointer: '/messages/2/content/0', message: 'audio' }];
  const error = new ServiceError('invalid_request', 'No audio.', { fields });
  assert.deepEqual(toErrorEnvelope(error, 'anthropic', 'request-1').body, {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message: 'No audio.',
      code: 'invalid_request',
      param: 'messages[2].content[0]',
      details: { error_code: 'invalid_request', source: 'gateway' },
    },
    request_id: 'request-1',
  });
});

test('clients are told whether and when to retry', () => {
  const limited = new ServiceError('rate_limit_exceeded', 'Later.', { retryAfterSeconds: 1.5 });
  const { headers } = toErrorEnvelope(limited, 'openai', 'request-1');
  assert.deepEqual([headers['retry-after'], headers['retry-after-ms']], ['2', '1500']);
  assert.equal(read('cli_failed', 'anthropic').headers['x-should-retry'], 'false');
});
