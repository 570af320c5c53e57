import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type OpenAI from 'openai';
import { parseSettings } from '#core/settings.ts';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { adminToken } from './admin-token.ts';
import { countingFetch } from './counting-fetch.ts';
import { CLIENTS, type ClientOptions, sdkOf } from './openai-clients.ts';

const settings = parseSettings({ maxPromptChars: 10_000, stallTimeoutSeconds: 2 });
const product = await openChatProduct({ after }, { settings });

const ask = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }] });

type ErrorClass = new (...parameters: never[]) => Error;
type Call = (client: OpenAI) => PromiseLike<unknown>;
type Case = readonly [what: string, status: number, type: string, code: string, errorClass: keyof typeof OpenAI, Call];

const CASES: readonly Case[] = [
  [
    'a parameter that cannot be honoured',
    400,
    'invalid_request_error',
    'invalid_request',
    'BadRequestError',
    (client) => client.chat.completions.create({ ...ask('Hi'), n: 2 }),
  ],
  [
    'an unknown model',
    400,
    'invalid_request_error',
    'unknown_model',
    'BadRequestError',
    (client) => client.chat.completions.create({ ...ask('Hi'), model: 'gpt-4' }),
  ],
  [
    'a model that is not there',
    404,
    'invalid_request_error',
    'not_found',
    'NotFoundError',
    (client) => client.models.retrieve('gpt-4'),
  ],
  [
    'a path that is not there',
    404,
    'not_found_error',
    'not_found',
    'NotFoundError',
    (client) => client.get('/nothing'),
  ],
  [
    'too long a prompt',
    413,
    'invalid_request_error',
    'request_too_large',
    'APIError',
    (client) => client.chat.completions.create(ask('x'.repeat(10_001))),
  ],
  [
    'a provider that limits the rate',
    429,
    'rate_limit_error',
    'upstream_rate_limited',
    'RateLimitError',
    (client) => client.chat.completions.create(ask('[[fail: 429 retry-after=1]]')),
  ],
  [
    'a provider that fails',
    502,
    'server_error',
    'upstream_error',
    'InternalServerError',
    (client) => client.chat.completions.create(ask('[[fail: 500]]')),
  ],
  [
    'a provider that stops answering',
    504,
    'server_error',
    'upstream_stalled',
    'InternalServerError',
    (client) => client.responses.create({ model: 'haiku', input: '[[hang]]' }),
  ],
  [
    'a provider that is overloaded',
    529,
    'server_error',
    'upstream_overloaded',
    'InternalServerError',
    (client) => client.chat.completions.create(ask('[[fail: 529]]')),
  ],
  [
    'the same before a stream has begun',
    529,
    'server_error',
    'upstream_overloaded',
    'InternalServerError',
    (client) => client.chat.completions.create({ ...ask('[[fail: 529]]'), stream: true }),
  ],
  [
    'the same before a response has begun',
    529,
    'server_error',
    'upstream_overloaded',
    'InternalServerError',
    (client) => client.responses.create({ model: 'haiku', input: '[[fail: 529]]', stream: true }),
  ],
];

for (const [name, connect] of CLIENTS) {
  describe(`errors with ${name}`, () => {
    const client = connect(product);
    const Sdk = sdkOf(client);

    /** The error that a call fails with, which names its request. */
    const errorOf = async (call: PromiseLike<unknown>) => {
      const error = await Promise.resolve(call).then(
        () => assert.fail('the call did not fail'),
        (error: unknown) => error,
      );
      assert.ok(error instanceof Sdk.APIError, String(error));
      assert.ok(error.requestID);
      return error;
    };

    for (const [what, status, type, code, errorClass, call] of CASES) {
      it(`are raised for ${what} by the class of ${status} ${code}`, async () => {
        const error = await errorOf(call(client));
        assert.deepEqual([error.status, error.type, error.code], [status, type, code]);
        assert.ok(error instanceof (Sdk[errorClass] as unknown as ErrorClass));
      });
    }

    it('are raised for a wrong key, and for one that is good for something else', async () => {
      const stranger = await errorOf(connect(product, { apiKey: 'sk-wrong' }).chat.completions.create(ask('Hi')));
      assert.ok(stranger instanceof Sdk.AuthenticationError);
      assert.equal(stranger.code, 'invalid_credentials');
      const admin = connect(product, { apiKey: await adminToken(product) });
      const administrator = await errorOf(admin.chat.completions.create(ask('Hi')));
      assert.ok(administrator instanceof Sdk.PermissionDeniedError);
      assert.equal(administrator.code, 'permission_denied');
    });

    it('name the parameter that is wrong', async () => {
      const messages = [{ role: 'user' as const, content: [{ type: 'input_audio' } as never] }];
      const { param, message } = await errorOf(client.chat.completions.create({ model: 'haiku', messages }));
      assert.equal(param, 'messages[0].content[0].type');
      assert.match(message, /"input_audio" cannot be passed on/);
    });

    it('are raised in the middle of a stream', async () => {
      const stream = await client.chat.completions.create({ ...ask('[[chars: 2000]] [[error]]'), stream: true });
      let text = '';
      const read = async () => {
        for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
      };
      await assert.rejects(read(), (error) => error instanceof Sdk.APIError && error.code === 'upstream_overloaded');
      assert.ok(text.length > 0, 'the text so far has come');
    });

    const attempts = async (prompt: string, options: ClientOptions): Promise<number> => {
      const counter = countingFetch();
      await errorOf(connect(product, { ...options, fetch: counter.fetch }).chat.completions.create(ask(prompt)));
      return counter.requests;
    };

    it('are retried when that may help, as often as the client is told', async () => {
      assert.equal(await attempts('[[fail: 529]]', { maxRetries: 1 }), 2);
    });

    it('are not retried once the prompt has run', async () => {
      assert.equal(await attempts('[[fail: 401]]', { maxRetries: 2 }), 1);
    });
  });
}
