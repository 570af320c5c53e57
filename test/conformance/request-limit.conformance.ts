import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openAdmin } from '#test/product/open-admin.ts';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { CLIENTS as ANTHROPIC_CLIENTS, sdkOf as anthropicOf } from './anthropic-clients.ts';
import { CLIENTS as OPENAI_CLIENTS, sdkOf as openAiOf } from './openai-clients.ts';

const tiers = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 5 } };
const product = await openChatProduct({ after }, { settings: parseSettings({ tiers }) });
const admin = await openAdmin(product);

const REQUEST = { model: 'haiku', messages: [{ role: 'user' as const, content: '[[say: hello]]' }] };

/** The product, to a caller that has used nothing of its limit yet. */
const forNewCaller = async () => ({ ...product, apiKey: (await admin.createTenant('Limited')).key });

/** What the first call fails with that fails. */
const failureOf = async (call: () => PromiseLike<unknown>): Promise<unknown> => {
  // Three in a row: a minute may end between two of them, not between all.
  for (let calls = 0; calls < 3; calls += 1) {
    const failure = await Promise.resolve(call()).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure !== undefined) return failure;
  }
  return assert.fail('no call failed');
};

describe('past its limit of requests', () => {
  for (const [name, connect] of ANTHROPIC_CLIENTS) {
    it(`${name} fails with 429, told when to come back`, async () => {
      const client = connect(await forNewCaller());
      const error = await failureOf(() => client.messages.create({ ...REQUEST, max_tokens: 1000 }));
      assert.ok(error instanceof anthropicOf(client).RateLimitError);
      assert.ok(Number(error.headers?.get('retry-after')) >= 1);
      assert.equal(error.headers?.get('anthropic-ratelimit-requests-remaining'), '0');
    });
  }

  for (const [name, connect] of OPENAI_CLIENTS) {
    it(`${name} fails with 429, told when to come back`, async () => {
      const client = connect(await forNewCaller());
      const error = await failureOf(() => client.chat.completions.create(REQUEST));
      assert.ok(error instanceof openAiOf(client).RateLimitError);
      assert.equal(error.code, 'rate_limit_exceeded');
      assert.ok(Number(error.headers?.get('retry-after')) >= 1);
      assert.equal(error.headers?.get('x-ratelimit-remaining-requests'), '0');
    });
  }
});
