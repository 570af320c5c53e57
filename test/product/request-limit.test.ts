import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openChatProduct } from './open-chat-product.ts';
import { readJson } from './read-json.ts';

const tiers = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 5 } };
const product = await openChatProduct({ after }, { settings: parseSettings({ tiers }) });

it('fails with 429 past the limit of requests, which says when to come back, and stores nothing of it', async () => {
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
