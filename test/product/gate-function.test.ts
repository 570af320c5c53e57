import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openProduct } from './open-product.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

const product = await openProduct({ after }, { gate: 'function' });

describe('the whole product, with the gate as a function of its own', () => {
  const ask = async (body: object) => {
    const response = await product.call('POST', '/v1/prompts', { model: 'haiku', profile: 'chat', ...body });
    return { response, json: await readJson(response) };
  };

  it('answers, and tells the usage and cost that the gate has booked', async () => {
    const { response, json } = await ask({ prompt: '[[say: hello]] [[usage: input=1000 output=100]]' });
    assert.deepEqual([response.status, json.status, json.response], [200, 'completed', '[stand-in model] hello']);
    assert.deepEqual([json.usage.input_tokens, json.usage.output_tokens, json.cost_usd], [1000, 100, 0.00015]);
    const kept = await readJson(await product.call('GET', `/v1/prompts/${json.id}`));
    assert.deepEqual([kept.usage, kept.cost_usd], [json.usage, json.cost_usd]);
  });

  it('streams an answer as it is written', async () => {
    const response = await product.call('POST', '/v1/prompts', {
      ...{ model: 'haiku', profile: 'chat', stream: true, prompt: '[[chars: 200]] [[delay: 20]]' },
    });
    const events = await Array.fromAsync(readEvents(response));
    assert.ok(events.filter(({ event }) => event === 'message.delta').length > 1);
    assert.equal(events.at(-1)?.event, 'run.completed');
  });

  it('lets an agent work, and counts all of its calls', async () => {
    const { json } = await ask({
      profile: 'agent',
      prompt: '[[bash: echo "made" > a; cat a; env | grep -c sk-the-real-key]] [[usage: input=100 output=10]]',
    });
    assert.equal(json.status, 'completed');
    assert.match(json.response, /made\s+0/);
    // 100 × 0.1 + 10 × 0.5 for each of its two calls.
    assert.deepEqual([json.usage.input_tokens, json.cost_usd], [200, 0.00003]);
  });

  it('keeps the answer so far when the budget ends it', async () => {
    const { json } = await ask({
      ...{ profile: 'agent', max_cost_usd: 0.06 },
      prompt: '[[bash: echo x]] [[turns: 5]] [[usage: output=100000]]',
    });
    assert.deepEqual([json.status, json.stop_reason], ['incomplete', 'max_cost']);
    assert.ok(json.cost_usd >= 0.06 && json.cost_usd < 0.11, String(json.cost_usd));
  });

  it("fails with the provider's error, and keeps a record of it", async () => {
    const { response, json } = await ask({ prompt: '[[fail: 401]]' });
    assert.deepEqual([response.status, json.code], [502, 'upstream_authentication_failed']);
  });

  it('counts what a caller has used who hangs up', async () => {
    const leave = new AbortController();
    const response = await fetch(`${product.baseUrl}/v1/prompts`, {
      method: 'POST',
      headers: { 'x-api-key': product.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ model: 'haiku', profile: 'chat', stream: true },
        prompt: '[[usage: input=5000]] [[chars: 2000]] [[delay: 20]]',
      }),
      signal: leave.signal,
    });
    const id = response.headers.get('headless-claude-prompt-id');
    for await (const { event } of readEvents(response)) if (event === 'message.delta') break;
    leave.abort();
    const read = async () => readJson(await product.call('GET', `/v1/prompts/${id}`));
    let kept = await read();
    while (kept.status === 'in_progress') kept = await read();
    assert.deepEqual([kept.status, kept.usage.input_tokens], ['canceled', 5000]);
  });

  it('reports to the tenant what the gate has booked', async () => {
    const usage = await readJson(await product.call('GET', '/v1/usage?group_by=model'));
    const list = await readJson(await product.call('GET', '/v1/prompts?limit=100'));
    const costs: readonly { readonly cost_usd: number }[] = list.data;
    const microUsd = (usd: number) => Math.round(usd * 1e6);
    assert.equal(
      microUsd(usage.total.cost_usd),
      costs.reduce((sum, { cost_usd }) => sum + microUsd(cost_usd), 0),
    );
  });
});
