import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openAdmin } from './open-admin.ts';
import { openGovernedProduct } from './open-governed-product.ts';
import { openTokenSigner } from './open-token-signer.ts';
import { readJson } from './read-json.ts';

const product = await openGovernedProduct({ after });
const admin = await openAdmin(product);
const { sign } = await openTokenSigner(product);

const get = async (credential: string, path: string) => readJson(await product.callAs(credential, 'GET', path));

/** `[[usage: …]]` lets the stand-in model say how much it used: of this model, 200,000 output tokens cost $1. */
const ask = async (credential: string, prompt = '[[say: hi]]') => {
  const body = { model: 'claude-haiku-4-5', profile: 'chat', prompt };
  const response = await product.callAs(credential, 'POST', '/v1/prompts', body);
  return { status: response.status, json: await readJson(response) };
};

const idsOf = async (credential: string) =>
  (await get(credential, '/v1/prompts')).data.map(({ id }: { readonly id: string }) => id);

const principalsPath = (tenantId: string): string => `/admin/tenants/${tenantId}/principals`;

const assign = async (tenantId: string, id: string) => {
  const { status } = await admin.call('POST', principalsPath(tenantId), { id });
  assert.equal(status, 200);
};

const tenantOf = async (credential: string) => (await get(credential, '/v1/limits')).tenant.id;

describe('a Cognito user that is assigned to a tenant', () => {
  it('shares its limits, budgets, prompts and usage from the next request on', async () => {
    const { tenantId, key } = await admin.createTenant('Shared');
    await admin.call('PATCH', `/admin/tenants/${tenantId}`, {
      limits: { requests_per_day: 3 },
      budgets: { per_day_usd: 0.05 },
    });
    const token = await sign({ sub: 'anna' });
    const { json: own } = await ask(token);
    assert.equal(await tenantOf(token), 'user:anna');

    await assign(tenantId, 'user:anna');
    assert.deepEqual(await idsOf(token), []);
    const { json: ofKey } = await ask(key, '[[usage: input=1 output=9000]]');
    assert.equal(ofKey.cost_usd > 0.045, true);
    assert.deepEqual(await idsOf(token), [ofKey.id]);

    const { status, json } = await ask(token);
    assert.deepEqual([status, json.code], [402, 'budget_exceeded']);
    assert.match(json.detail, /^This tenant has spent \$0\.045/);
    await admin.call('PATCH', `/admin/tenants/${tenantId}`, { budgets: { per_day_usd: 5 } });
    const { json: ofUser } = await ask(token);
    assert.deepEqual(await idsOf(key), [ofUser.id, ofKey.id]);
    assert.equal((await ask(token)).status, 200);
    const refused = await ask(key);
    assert.deepEqual([refused.status, refused.json.code], [429, 'rate_limit_exceeded']);
    assert.match(refused.json.detail, /This tenant may start 3 prompts a day/);

    const [limitsOfUser, limitsOfKey] = [await get(token, '/v1/limits'), await get(key, '/v1/limits')];
    assert.deepEqual(limitsOfUser.tenant.budgets, limitsOfKey.tenant.budgets);
    const usage = await get(key, '/v1/usage?group_by=key');
    const requests = usage.data.map((row: { readonly key: string; readonly requests: number }) => [
      row.key,
      row.requests,
    ]);
    assert.deepEqual(new Map(requests).get('user:anna'), 2);
    assert.equal(usage.total.requests, 3);

    await admin.call('DELETE', `${principalsPath(tenantId)}/user:anna`);
    assert.deepEqual(await idsOf(token), [own.id]);
  });

  it('is refused from the next request on once the tenant is disabled, or deleted', async () => {
    const { tenantId } = await admin.createTenant('Ending');
    const token = await sign({ sub: 'bert' });
    await assign(tenantId, 'user:bert');
    const statusOf = async () => (await product.callAs(token, 'GET', '/v1/models')).status;
    assert.equal(await statusOf(), 200);
    await admin.call('PATCH', `/admin/tenants/${tenantId}`, { disabled: true });
    assert.equal(await statusOf(), 401);
    await admin.call('DELETE', `/admin/tenants/${tenantId}`);
    assert.equal(await statusOf(), 401);
    await admin.call('DELETE', `${principalsPath(tenantId)}/user:bert`);
    assert.equal(await tenantOf(token), 'user:bert');
  });
});

it('a machine client that is assigned to a tenant belongs to that', async () => {
  const { tenantId } = await admin.createTenant('Machines');
  const { client_id: clientId } = product.credentials;
  const token = await sign();
  assert.equal(await tenantOf(token), `client:${clientId}`);
  await assign(tenantId, `client:${clientId}`);
  assert.equal(await tenantOf(token), tenantId);
});
