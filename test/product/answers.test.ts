import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const product = await openProduct({ after });

describe('an answer through the front door', () => {
  const ask = async (body: object) => {
    const response = await product.call('POST', '/v1/prompts', { model: 'haiku', profile: 'chat', ...body });
    return { response, json: await readJson(response) };
  };

  it('has the text, the true usage and cost of it, and why it ended', async () => {
    const { response, json } = await ask({
      prompt: '[[say: hello]] [[usage: input=1000 output=100 cache_read=10 cache_write=20]]',
    });
    assert.equal(response.status, 200);
    assert.equal(json.status, 'completed');
    assert.equal(json.response, '[stand-in model] hello');
    assert.equal(json.stop_reason, 'end_turn');
    assert.equal(json.model, 'claude-haiku-5-5');
    assert.deepEqual(json.usage, {
      input_tokens: 1000,
      output_tokens: 100,
      cache_read_input_tokens: 10,
      cache_creation_input_tokens: 20,
    });
    // 1000 × 0.1 + 100 × 0.5 + 10 × 0.01 + 20 × 0.125 = 152.6 micro-USD, rounded up.
    assert.equal(json.cost_usd, 0.000153);
    assert.equal(json.turns, 1);
    assert.equal(response.headers.get('headless-claude-cost-usd'), '0.000153');
    assert.equal(response.headers.get('headless-claude-prompt-id'), json.id);
    assert.equal(response.headers.get('request-id'), json.request_id);
    assert.match(response.headers.get('ratelimit') ?? '', /"caller-minute";r=\d+;t=\d+/);
  });

  it('is kept, listed, and gone once deleted', async () => {
    const { json } = await ask({ prompt: '[[say: keep me]]', system: 'Be brief.', metadata: { team: 'blue' } });
    const path = `/v1/prompts/${json.id}`;
    const kept = await readJson(await product.call('GET', path));
    assert.deepEqual(kept, json);
    assert.equal(kept.prompt, '[[say: keep me]]');
    assert.equal(kept.system, 'Be brief.');
    assert.deepEqual(kept.metadata, { team: 'blue' });

    const list = await readJson(await product.call('GET', '/v1/prompts?limit=1'));
    assert.equal(list.data[0].id, json.id);
    assert.ok(!('prompt' in list.data[0]) && !('response' in list.data[0]));

    assert.deepEqual(await readJson(await product.call('DELETE', path)), {
      id: json.id,
      object: 'prompt',
      deleted: true,
    });
    assert.equal((await product.call('GET', path)).status, 404);
  });

  it('is not kept when store is false, but counted', async () => {
    const { json } = await ask({ prompt: '[[say: secret]]', store: false });
    assert.equal(json.response, '[stand-in model] secret');
    const kept = await readJson(await product.call('GET', `/v1/prompts/${json.id}`));
    assert.equal(kept.response, null);
    assert.ok(!('prompt' in kept));
    assert.deepEqual(kept.usage, json.usage);
  });

  it('goes by the original route as {"response"}, with the agent profile', async () => {
    const response = await product.call('POST', '/api/claude', { prompt: '[[bash: echo $((6*7)) $HEADLESS]]' });
    const json = await readJson(response);
    assert.equal(response.status, 200);
    assert.match(json.response, /42 1/);
    assert.match(json.id, /^prompt_/);
    assert.ok(json.cost_usd > 0);
  });

  it('comes from a private workspace, in which an agent can write, run and read files', async () => {
    const { json } = await ask({
      profile: 'agent',
      prompt: '[[bash: pwd; ls -A; echo "echo made" > a.sh; sh a.sh; env | grep -c sk-the-real-key]]',
    });
    assert.equal(json.status, 'completed');
    assert.match(json.response, /made/);
    assert.doesNotMatch(json.response, /sk-the-real-key/);
    // ls shows nothing between the path and what the script says.
    assert.match(json.response, /work\w*\s+made\s+0/);
  });

  it('comes of a prompt of a million characters', async () => {
    const { response, json } = await ask({ prompt: `[[say: long]]${'x'.repeat(999_980)}` });
    assert.equal(response.status, 200);
    assert.equal(json.response, '[stand-in model] long');
    const kept = await readJson(await product.call('GET', `/v1/prompts/${json.id}`));
    assert.equal(kept.prompt.length, 999_993);
  });

  it('reports what the tenant used, by day and by model', async () => {
    const byModel = await readJson(await product.call('GET', '/v1/usage?group_by=model'));
    const [row] = byModel.data;
    assert.ok(row.requests >= 5);
    assert.ok(byModel.total.cost_usd > 0);
    const byDay = await readJson(await product.call('GET', '/v1/usage'));
    assert.deepEqual(byDay.total, byModel.total);
  });
});
