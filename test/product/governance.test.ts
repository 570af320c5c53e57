import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import { changeTenant } from '#core/tenants/change-tenant.ts';
import { rotatedApiKey } from '#test/fakes/api-keys.ts';
import { openGovernedProduct, type StoredKey } from './open-governed-product.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

const product = await openGovernedProduct({ after });
const { apiKeys, tenants, storeKey, callAs } = product;

let names = 0;
const newTenantId = (): string => {
  names += 1;
  return `governed-${names}`;
};

/** `[[usage: …]]` lets the stand-in model say how much it used: of this model, a million output tokens cost $5. */
const costing = (usd: number): string => `[[usage: input=1 output=${Math.round(usd * 200_000)}]]`;

const ask = async ({ key }: StoredKey, prompt = '[[say: hi]]', more: object = {}) => {
  const body = { model: 'claude-haiku-4-5', profile: 'chat', prompt, ...more };
  const response = await callAs(key, 'POST', '/v1/prompts', body);
  return { status: response.status, headers: response.headers, json: await readJson(response) };
};

const promptsOf = async ({ key }: StoredKey): Promise<number> =>
  (await readJson(await callAs(key, 'GET', '/v1/prompts'))).data.length;

describe('a key with a budget', () => {
  it('gets 402 once that is used up, which says what, how much and until when, and consumes nothing', async () => {
    const caller = await storeKey({ tenantId: newTenantId(), budgets: { perDayMicroUsd: 50_000 } });
    const first = await ask(caller, costing(0.045));
    assert.deepEqual([first.status, first.json.cost_usd > 0.044], [200, true]);
    for (let again = 0; again < 2; again += 1) {
      const { status, json, headers } = await ask(caller);
      assert.deepEqual([status, json.code, headers.get('x-should-retry')], [402, 'budget_exceeded', 'false']);
      assert.match(
        json.detail,
        /^This caller has spent \$0\.045\d* of \$0\.05 this day\. The budget is renewed 20\d\d-/,
      );
    }
    assert.equal(await promptsOf(caller), 1);
  });

  it('is let in again when the budget is raised for a time', async () => {
    const caller = await storeKey({ tenantId: newTenantId() }, { budgets: { perDayMicroUsd: 20_000 } });
    await ask(caller, costing(0.02));
    assert.equal((await ask(caller)).status, 402);
    const raise = { perDayMicroUsd: 2_000_000, untilMs: Date.now() + 60_000 };
    await changeTenant(tenants, caller.record.tenantId, (tenant) => ({
      ...tenant,
      budgets: { ...tenant.budgets, raise },
    }));
    assert.equal((await ask(caller)).status, 200);
  });
});

describe('a tenant with limits', () => {
  it('runs no more at the same time than it may: 429, and on again when one has ended', async () => {
    const caller = await storeKey({ tenantId: newTenantId() }, { limits: { concurrentRuns: 1 } });
    const slow = { model: 'claude-haiku-4-5', profile: 'chat', stream: true, prompt: '[[chars: 400]] [[delay: 20]]' };
    const stream = await callAs(caller.key, 'POST', '/v1/prompts', slow);
    for await (const { event } of readEvents(stream)) {
      if (event !== 'run.started') continue;
      const { status, json, headers } = await ask(caller);
      assert.deepEqual([status, json.code], [429, 'rate_limit_exceeded']);
      assert.match(headers.get('ratelimit-policy') ?? '', /"tenant-concurrent";q=1;qu="concurrent-requests"/);
    }
    assert.equal((await ask(caller)).status, 200);
  });

  it('uses no more tokens a minute than it may', async () => {
    const caller = await storeKey({ tenantId: newTenantId() }, { limits: { tokensPerMinute: 5_000 } });
    const used = '[[usage: input=6000 output=10]]';
    // Four in a row: a minute may end between two of them, not between all.
    const answers = [
      await ask(caller, used),
      await ask(caller, used),
      await ask(caller, used),
      await ask(caller, used),
    ];
    const refused = answers.find(({ status }) => status === 429);
    assert.match(refused?.json.detail ?? '', /may use 5000 tokens a minute/);
    assert.ok(Number(refused?.headers.get('x-ratelimit-limit-tokens')) === 5_000);
  });

  it('starts no more prompts a day than it may, and is told not to try again', async () => {
    const caller = await storeKey({ tenantId: newTenantId() }, { limits: { requestsPerDay: 1 } });
    assert.equal((await ask(caller)).status, 200);
    const { status, json, headers } = await ask(caller);
    assert.deepEqual([status, headers.get('x-should-retry')], [429, 'false']);
    assert.match(json.detail, /may start 1 prompts a day, and has/);
    assert.equal(await promptsOf(caller), 1);
  });
});

describe('a key', () => {
  it('may use the models and profiles that it was given, and no others: 403, naming those', async () => {
    const caller = await storeKey({ tenantId: newTenantId(), models: ['claude-haiku-4-5'], profiles: ['chat'] });
    assert.equal((await ask(caller)).status, 200);
    for (const other of [{ model: 'claude-opus-5-5' }, { profile: 'agent' }]) {
      const { status, json } = await ask(caller, 'hi', other);
      assert.deepEqual([status, json.code], [403, 'permission_denied']);
      assert.match(json.detail, /only (claude-haiku-4-5|chat)/);
    }
  });

  /** From the change until the first request that is refused. */
  const untilRefused = async (caller: StoredKey, change: () => Promise<unknown>): Promise<number> => {
    const models = () => callAs(caller.key, 'GET', '/v1/models');
    assert.equal((await models()).status, 200);
    await change();
    const startMs = performance.now();
    let requests = 1;
    while ((await models()).status !== 401) {
      requests += 1;
      assert.ok(performance.now() - startMs < 5_000, 'still let in after five seconds');
    }
    return requests;
  };

  for (const [what, changes] of [
    ['is revoked', { revokedAtMs: 1 }],
    ['is disabled', { disabledAtMs: 1 }],
    ['expires', { expiresAtMs: 1 }],
  ] as const) {
    it(`is refused from the very next request on once it ${what}`, async () => {
      const caller = await storeKey({ tenantId: newTenantId() });
      const { tenantId, id } = caller.record;
      const change = () => changeApiKey(apiKeys, tenantId, id, (key) => ({ ...key, ...changes }));
      assert.equal(await untilRefused(caller, change), 1);
    });
  }

  it('is refused from the very next request on once its tenant is disabled, or deleted', async () => {
    const caller = await storeKey({ tenantId: newTenantId() });
    const { tenantId } = caller.record;
    const disable = () => changeTenant(tenants, tenantId, (tenant) => ({ ...tenant, disabledAtMs: 1 }));
    assert.equal(await untilRefused(caller, disable), 1);
    const other = await storeKey({ tenantId: newTenantId() });
    assert.equal(await untilRefused(other, () => tenants.delete({ id: other.record.tenantId, version: 1 })), 1);
  });

  it('has its streams ended within seconds once it is revoked', async () => {
    const caller = await storeKey({ tenantId: newTenantId() });
    const { tenantId, id } = caller.record;
    // A minute, if it were let.
    const slow = { model: 'claude-haiku-4-5', profile: 'chat', stream: true, prompt: '[[chars: 60000]] [[delay: 20]]' };
    const events = [];
    for await (const event of readEvents(await callAs(caller.key, 'POST', '/v1/prompts', slow))) {
      events.push(event);
      if (events.length === 3) await changeApiKey(apiKeys, tenantId, id, (key) => ({ ...key, revokedAtMs: 1 }));
    }
    const last = events.at(-1);
    assert.deepEqual([last?.event, last?.data.error.code], ['run.failed', 'invalid_credentials']);
    assert.match(last?.data.error.message, /^The run was ended, because its caller would not be let in any more/);
    assert.ok(last?.data.cost_usd > 0);
  });

  it('works with both secrets while it is being rotated, and with the new one after', async () => {
    const { key, record } = await storeKey({ tenantId: newTenantId() });
    const rotated = rotatedApiKey(record, Date.now() + 60_000);
    await apiKeys.replace(rotated.record);
    for (const secret of [key, rotated.key]) assert.equal((await callAs(secret, 'GET', '/v1/models')).status, 200);
    await changeApiKey(apiKeys, record.tenantId, record.id, (now) => ({ ...now, previousUntilMs: Date.now() }));
    assert.equal((await callAs(key, 'GET', '/v1/models')).status, 401);
    assert.equal((await callAs(rotated.key, 'GET', '/v1/models')).status, 200);
  });
});
