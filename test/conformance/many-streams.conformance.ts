import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS as ANTHROPIC_CLIENTS } from './anthropic-clients.ts';
import { CLIENTS as OPENAI_CLIENTS } from './openai-clients.ts';

const tiers = { standard: { requestsPerMinutePerPrincipal: 1000, requestsPerMinutePerTenant: 1000 } };
const product = await openChatProduct({ after }, { settings: parseSettings({ tiers }) });

const userMessage = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }] });

/** What streams an answer with each SDK. */
const STREAMS: readonly ((prompt: string) => Promise<string | null>)[] = [
  ...ANTHROPIC_CLIENTS.map(([, connect]) => {
    const { messages } = connect(product);
    return (prompt: string) => messages.stream({ ...userMessage(prompt), max_tokens: 1000 }).finalText();
  }),
  ...OPENAI_CLIENTS.map(([, connect]) => {
    const { chat } = connect(product);
    return (prompt: string) => chat.completions.stream(userMessage(prompt)).finalContent();
  }),
];

const PROMPTS = Array.from({ length: 100 }, (_, index) => `number ${index}`);

it('a hundred streams at once, of all SDKs, each bring their own answer to the end, and are counted once', async () => {
  const answers = await Promise.all(
    PROMPTS.map((text, index) => STREAMS[index % STREAMS.length]?.(`[[say: ${text}]]`)),
  );
  assert.deepEqual(
    answers,
    PROMPTS.map((text) => `[stand-in model] ${text}`),
  );
  const list = await readJson(await product.call('GET', '/v1/prompts?limit=100'));
  assert.deepEqual([list.data.length, list.has_more], [PROMPTS.length, false]);
  const usage = await readJson(await product.call('GET', '/v1/usage'));
  assert.equal(usage.total.requests, PROMPTS.length);
});
