import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openAdmin } from './open-admin.ts';
import { openChatProduct } from './open-chat-product.ts';
import { readJson } from './read-json.ts';

const product = await openChatProduct({ after });
const admin = await openAdmin(product);

const statusWith = async (key: string): Promise<number> =>
  (await product.call('GET', '/v1/limits', undefined, { authorization: `Bearer ${key}` })).status;

const ask = async (key: string, body: object = {}) => {
  const prompt = { model: 'haiku', profile: 'chat', prompt: '[[say: hello]]', ...body };
  const response = await product.call('POST', '/v1/prompts', prompt, { authorization: `Bearer ${key}` });
  return { status: response.status, json: await readJson(response) };
};

describe('the life of an API key, through the front door', () => {
  it('works at once, is rotated with grace, and revoked from the next request on', async () => {
    const { tenantId, keyId, key } = await admin.createTenant('Acme');
    const path = `/admin/tenants/${tenantId}/keys/${keyId}`;
    assert.equal((await ask(key)).status, 200);

    const { key: second } = await readJson(await admin.call('POST', `${path}/rotate`, { grace_seconds: 3600 }));
    assert.deepEqual([await statusWith(key), await statusWith(second)], [200, 200]);
    const { key: third } = await readJson(await admin.call('POST', `${path}/rotate`, { grace_seconds: 0 }));
    assert.deepEqual([await statusWith(key), await statusWith(second), await statusWith(third)], [401, 401, 200]);

    for (const [disabled, status] of [
      [true, 401],
      [false, 200],
    ] as const) {
      await admin.call('PATCH', path, { disabled });
      assert.equal(await statusWith(third), status);
    }
    await admin.call('DELETE', path);
    assert.equal(await statusWith(third), 401);
  });

  it('is refused from the next request on when its tenant is disabled or deleted', async () => {
    const { tenantId, key } = await admin.createTenant('Brief');
    const path = `/admin/tenants/${tenantId}`;
    await admin.call('PATCH', path, { disabled: true });
    assert.equal(await statusWith(key), 401);
    await admin.call('PATCH', path, { disabled: false });
    assert.equal(await statusWith(key), 200);
    await admin.call('DELETE', path);
    assert.equal(await statusWith(key), 401);
  });

  it('sees its limits and budgets, what it has used of them, and its usage by tag and metadata as CSV', async () => {
    const { key, keyId, tenantId } = await admin.createTenant('Frugal', {
      limits: { requests_per_day: 10, concurrent_runs: 2 },
      budgets: { per_day_usd: 3, per_run_usd: 0.5 },
    });
    const { json } = await ask(key, { tags: ['team:blue'], metadata: { project: 'apollo' } });
    assert.deepEqual(json.tags, ['team:blue']);
    const headers = { authorization: `Bearer ${key}` };
    const limits = await readJson(await product.call('GET', '/v1/limits', undefined, headers));
    const { caller, tenant } = limits;
    assert.deepEqual([limits.tier, caller.id, tenant.id, caller.max_run_cost_usd], ['standard', keyId, tenantId, 0.5]);
    const used = new Map(caller.limits.map(({ policy, ...rest }: { policy: string }) => [policy, rest]));
    assert.deepEqual([...used.keys()], ['caller-minute', 'caller-day', 'caller-concurrent']);
    const day = used.get('caller-day') as Record<string, unknown>;
    assert.deepEqual([day['limit'], day['used'], day['remaining']], [10, 1, 9]);
    const [budget] = caller.budgets;
    assert.deepEqual([budget.period, budget.budget_usd, budget.spent_usd], ['day', 3, json.cost_usd]);
    assert.deepEqual([budget.reserved_usd, budget.remaining_usd], [0, 3 - json.cost_usd]);
    assert.ok(Date.parse(budget.resets_at) > Date.now());

    const accept = { ...headers, accept: 'text/csv' };
    const csv = await product.call('GET', '/v1/usage?group_by=day,tag', undefined, accept);
    assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(await csv.text(), /\r\n\d{4}-\d\d-\d\d,team:blue,\d+,\d+,\d+,\d+,1,0,/);
    const byProject = await product.call('GET', '/v1/usage?group_by=metadata:project', undefined, accept);
    assert.match(await byProject.text(), /^metadata:project,.*\r\napollo,\d+,\d+,\d+,\d+,1,0,/);
  });
});
