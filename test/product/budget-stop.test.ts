import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { openGovernedProduct } from './open-governed-product.ts';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const { storeKey, callAs } = await openGovernedProduct({ after }, openProduct);

it('an agent is stopped by what is left of a budget, one response late at most, and booked with that', async () => {
  const { key } = await storeKey({}, { budgets: { perMonthMicroUsd: 30_000 } });
  const ask = async (body: object) => {
    const response = await callAs(key, 'POST', '/v1/prompts', { model: 'claude-haiku-4-5', ...body });
    return { status: response.status, json: await readJson(response) };
  };
  // Of this model, a million output tokens cost $5.
  const prompt = '[[tool: Bash {"command": "true"}]] [[usage: input=1 output=8000]]';
  const { json } = await ask({ profile: 'agent', prompt, max_cost_usd: 2 });
  assert.deepEqual([json.status, json.stop_reason, json.model_usage[0].calls], ['incomplete', 'max_cost', 1]);
  const { status, json: refusal } = await ask({ profile: 'chat', prompt: 'hi' });
  assert.equal(status, 402);
  assert.match(refusal.detail, /^This tenant has spent \$0\.040\d* of \$0\.03 this month\./);
});
