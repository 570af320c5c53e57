import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type Anthropic from '@anthropic-ai/sdk';
import { parseSettings } from '#core/settings.ts';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { adminToken } from './admin-token.ts';
import { CLIENTS, type ClientOptions, sdkOf } from './anthropic-clients.ts';
import { countingFetch } from './counting-fetch.ts';

const settings = parseSettings({ maxPromptChars: 10_000 });
const product = await openChatProduct({ after }, { settings });

const ask = (content: Anthropic.MessageParam['content']) => ({
  model: 'haiku',
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content }],
});

for (const [name, connect] of CLIENTS) {
  const client = connect(product);
  const Sdk = sdkOf(client);

  /** The error that a call fails with: one of an answer, whole and by its class. */
  const errorOf = async (call: () => PromiseLike<unknown>) => {
    const error = await Promise.resolve(call()).then(
      () => assert.fail('the call did not fail'),
      (error: unknown) => error,
    );
    assert.ok(error instanceof Sdk.APIError, String(error));
    assert.ok(error.requestID);
    const body = error.error as { readonly error: { readonly type: string; readonly code: string } };
    return { error, type: body.error.type, code: body.error.code };
  };

  describe(name, () => {
    type ErrorClass = new (...parameters: never[]) => Error;
    const cases: readonly (readonly [
      what: string,
      status: number,
      type: string,
      code: string,
      errorClass: ErrorClass,
      call: () => PromiseLike<unknown>,
    ])[] = [
      [
        'content that cannot be passed on',
        400,
        'invalid_request_error',
        'invalid_request',
        Sdk.BadRequestError,
        () => client.messages.create(ask([{ type: 'container_upload', file_id: 'x' } as never])),
      ],
      [
        'an unknown model',
        400,
        'invalid_request_error',
        'unknown_model',
        Sdk.BadRequestError,
        () => client.messages.create({ ...ask('Hi'), model: 'gpt-4' }),
      ],
      [
        'a wrong key',
        401,
        'authentication_error',
        'invalid_credentials',
        Sdk.AuthenticationError,
        () => connect(product, { apiKey: 'sk-ant-wrong' }).messages.create(ask('Hi')),
      ],
      [
        'a token for something else',
        403,
        'permission_error',
        'permission_denied',
        Sdk.PermissionDeniedError,
        async () => connect(product, { apiKey: await adminToken(product) }).messages.create(ask('Hi')),
      ],
      [
        'a model that is not there',
        404,
        'not_found_error',
        'not_found',
        Sdk.NotFoundError,
        () => client.models.retrieve('gpt-4'),
      ],
      [
        'a path that is not there',
        404,
        'not_found_error',
        'not_found',
        Sdk.NotFoundError,
        () => client.get('/v1/nothing'),
      ],
      [
        'too long a prompt',
        413,
        'request_too_large',
        'request_too_large',
        Sdk.APIError,
        () => client.messages.create(ask('x'.repeat(10_001))),
      ],
      [
        'more bytes than the gateway takes',
        413,
        'request_too_large',
        'request_too_large',
        Sdk.APIError,
        () => client.messages.create(ask('x'.repeat(10_500_000))),
      ],
      [
        'a provider that limits the rate',
        429,
        'rate_limit_error',
        'upstream_rate_limited',
        Sdk.RateLimitError,
        () => client.messages.create(ask('[[fail: 429 retry-after=1]]')),
      ],
      [
        'a provider that fails',
        502,
        'api_error',
        'upstream_error',
        Sdk.InternalServerError,
        () => client.messages.create(ask('[[fail: 500]]')),
      ],
      [
        'a run that takes too long',
        504,
        'timeout_error',
        'run_timed_out',
        Sdk.InternalServerError,
        () =>
          client.messages.create(ask('[[chars: 5000]] [[delay: 50]]'), { headers: { 'headless-claude-timeout': '1' } }),
      ],
      [
        'a provider that is overloaded',
        529,
        'overloaded_error',
        'upstream_overloaded',
        Sdk.InternalServerError,
        () => client.messages.create(ask('[[fail: 529]]')),
      ],
      [
        'the same before a stream has begun',
        529,
        'overloaded_error',
        'upstream_overloaded',
        Sdk.InternalServerError,
        () => client.messages.create({ ...ask('[[fail: 529]]'), stream: true }),
      ],
      [
        'an answer without the JSON asked for',
        502,
        'api_error',
        'output_invalid',
        Sdk.InternalServerError,
        () =>
          client.messages.create({
            ...ask('[[say: no]] [[always]]'),
            output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
          }),
      ],
    ];
    for (const [what, status, type, code, errorClass, call] of cases) {
      it(`fails for ${what} by the error of its class, with ${status} ${code}`, async () => {
        const { error, ...seen } = await errorOf(call);
        assert.deepEqual({ status: error.status, ...seen }, { status, type, code });
        assert.ok(error instanceof errorClass);
      });
    }

    it('fails in the middle of a stream that breaks off, by an error of its type', async () => {
      const stream = client.messages.stream(ask('[[chars: 1000]] [[error]]'));
      await assert.rejects(
        stream.finalMessage(),
        (error) => error instanceof Sdk.APIError && /overloaded/.test(JSON.stringify(error.error)),
      );
      assert.ok(stream.receivedMessages.length === 0 && (stream.currentMessage?.content.length ?? 0) > 0);
    });

    const attempts = async (prompt: string, options: ClientOptions): Promise<number> => {
      const counter = countingFetch();
      await errorOf(() => connect(product, { ...options, fetch: counter.fetch }).messages.create(ask(prompt)));
      return counter.requests;
    };

    it('retries what may help, as often as it is told', async () => {
      assert.equal(await attempts('[[fail: 529]]', { maxRetries: 1 }), 2);
    });

    it('does not retry what has run and was paid for', async () => {
      assert.equal(await attempts('[[fail: 401]]', { maxRetries: 2 }), 1);
    });

    it('is let in with its key as a token, which goes by the other header in the older SDK', async () => {
      const other = connect(product, { apiKey: null, authToken: product.apiKey });
      assert.ok((await other.models.list()).data.length > 0);
    });
  });
}
