import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const LIMIT = 60;

describe('many prompts at once', () => {
  it('each get their own answer, one record each, and are counted once; past the limit they are refused', async () => {
    const tiers = { standard: { requestsPerMinutePerPrincipal: LIMIT, requestsPerMinutePerTenant: LIMIT } };
    const product = await openProduct({ after }, { settings: parseSettings({ tiers }) });
    const ask = async (prompt: string) => {
      const body = { model: 'haiku', profile: 'chat', prompt, timeout_seconds: 120 };
      const response = await product.call('POST', '/v1/prompts', body);
      return { response, json: await readJson(response) };
    };
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(`[[say: number ${index}]]`)));
    for (const [index, { json }] of answers.entries()) {
      assert.equal(json.response, `[stand-in model] number ${index}`, json.detail);
    }

    const list = await readJson(await product.call('GET', '/v1/prompts?limit=100'));
    assert.equal(new Set(list.data.map(({ id }: { id: string }) => id)).size, 50);
    const usage = await readJson(await product.call('GET', '/v1/usage'));
    assert.equal(usage.total.requests, 50);
  });

  it('fails with 429 past the limit, which says when to come back, and stores nothing of it', async () => {
    const tiers = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 5 } };
    const product = await openProduct({ after }, { settings: parseSettings({ tiers }) });
    const ask = () => product.call('POST', '/v1/prompts', { model: 'haiku', profile: 'chat', prompt: 'hello' });
    // Three in a row: a minute may end between two of them, not between all.
    const responses = [await ask(), await ask(), await ask()];
    const refused = responses.filter(({ status }) => status === 429);
    assert.ok(refused.length > 0);
    const { headers } = refused[0] as Response;
    assert.ok(Number(headers.get('retry-after')) >= 1);
    assert.match(headers.get('ratelimit') ?? '', /"caller-minute";r=0;t=\d+/);
    const list = await readJson(await product.call('GET', '/v1/prompts'));
    assert.equal(list.data.length, responses.length - refused.length);
  });
});
