import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const product = await openProduct({ after });

/** Six times as many as processes of Claude Code may start at once on two cores. */
const PROMPTS = 12;

it('many prompts at once each get their own answer, one record each, and are counted once', async () => {
  const ask = async (prompt: string) => {
    const body = { model: 'haiku', profile: 'chat', prompt, timeout_seconds: 120 };
    return readJson(await product.call('POST', '/v1/prompts', body));
  };
  const answers = await Promise.all(Array.from({ length: PROMPTS }, (_, index) => ask(`[[say: number ${index}]]`)));
  for (const [index, { response, detail }] of answers.entries()) {
    assert.equal(response, `[stand-in model] number ${index}`, detail);
  }
  const list = await readJson(await product.call('GET', '/v1/prompts?limit=100'));
  assert.equal(new Set(list.data.map(({ id }: { readonly id: string }) => id)).size, PROMPTS);
  const usage = await readJson(await product.call('GET', '/v1/usage'));
  assert.equal(usage.total.requests, PROMPTS);
});
