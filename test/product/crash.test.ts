import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openAdmin } from './open-admin.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';
import { exitOf, headersOf, startProcess } from './start-process.ts';

const SLOW = { model: 'haiku', profile: 'chat', stream: true, prompt: '[[chars: 3000]] [[delay: 20]]' };

const LIMITED = { limits: { requests_per_day: 100, tokens_per_minute: 1_000_000, concurrent_runs: 5 } };

const microUsd = (usd: number): number => Math.round(usd * 1_000_000);

/** Asserts that usage, budgets and limits of a key, the only one of its tenant, are what its records add up to. */
const assertSettled = async (baseUrl: string, key: string): Promise<void> => {
  const get = async (path: string) => readJson(await fetch(`${baseUrl}${path}`, { headers: headersOf(key) }));
  const { data: records } = await get('/v1/prompts?limit=100');
  const statuses = records.map(({ status }: { readonly status: string }) => status);
  assert.ok(statuses.includes('failed') && !statuses.includes('in_progress'), statuses.join());
  const costs: number[] = records.map(({ cost_usd }: { readonly cost_usd: number }) => microUsd(cost_usd));
  const spent = costs.reduce((sum, cost) => sum + cost, 0);
  assert.ok(spent > 0);
  const { total } = await get('/v1/usage');
  assert.deepEqual([total.requests, microUsd(total.cost_usd)], [records.length, spent]);
  const { caller, tenant } = await get('/v1/limits');
  for (const { limits, budgets } of [caller, tenant]) {
    const [month] = budgets;
    assert.deepEqual([microUsd(month.spent_usd), month.reserved_usd], [spent, 0]);
    const used = new Map(limits.map(({ unit, policy, used }: Record<string, unknown>) => [`${policy} ${unit}`, used]));
    const of = limits[0].policy.replace(/-.*/, '');
    assert.equal(used.get(`${of}-concurrent concurrent-requests`), 0);
    assert.equal(used.get(`${of}-day requests`), records.length);
  }
};

describe('the local service', () => {
  it('settles at its next start what a kill -9 left, and keeps what was stored', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const dataDir = await temporaryFolder(t);

    const first = await startProcess(t, dataDir, model.baseUrl);
    const post = (body: object) =>
      fetch(`${first.baseUrl}/v1/prompts`, { method: 'POST', headers: first.headers, body: JSON.stringify(body) });
    const done = await readJson(await post({ ...SLOW, stream: false, prompt: '[[say: done]]' }));
    let id = '';
    for await (const { event, data } of readEvents(await post(SLOW))) {
      if (event === 'run.started') id = data.id;
      if (event === 'message.delta') break;
    }
    first.child.kill('SIGKILL');
    await exitOf(first.child);

    const second = await startProcess(t, dataDir, model.baseUrl);
    const get = async (path: string) => readJson(await fetch(`${second.baseUrl}${path}`, { headers: second.headers }));
    const left = await get(`/v1/prompts/${id}`);
    assert.equal(left.status, 'failed');
    assert.equal(left.error.code, 'interrupted');
    assert.equal((await get(`/v1/prompts/${done.id}`)).response, done.response);
    assert.equal((await get('/v1/usage')).total.requests, 2);
    second.child.kill('SIGTERM');
    assert.deepEqual(await exitOf(second.child), { code: 0, signal: null });
  });

  it('counts at its next start what the gate function was about to spend when it was killed', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const dataDir = await temporaryFolder(t);
    const first = await startProcess(t, dataDir, model.baseUrl, { GATE: 'function' });
    const response = await fetch(`${first.baseUrl}/v1/prompts`, {
      ...{ method: 'POST', headers: first.headers, body: JSON.stringify(SLOW) },
    });
    for await (const { event } of readEvents(response)) if (event === 'message.delta') break;
    first.child.kill('SIGKILL');
    await exitOf(first.child);

    const second = await startProcess(t, dataDir, model.baseUrl, { GATE: 'function' });
    const list = await readJson(await fetch(`${second.baseUrl}/v1/prompts`, { headers: second.headers }));
    const [{ error, usage, cost_usd: costUsd }] = list.data;
    assert.equal(error.code, 'interrupted');
    assert.ok(usage.output_tokens > 0 && costUsd > 0);
    const counted = await readJson(await fetch(`${second.baseUrl}/v1/usage`, { headers: second.headers }));
    assert.equal(counted.total.cost_usd, costUsd);
  });

  it('has counted at its next start what each record says and no more, and holds nothing, whatever a kill -9 hit', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const dataDir = await temporaryFolder(t);
    const startService = () => startProcess(t, dataDir, model.baseUrl, { GATE: 'function' });

    let service = await startService();
    const admin = await openAdmin(service);
    const { tenantId, key } = await admin.createTenant('Governed', { budgets: { per_month_usd: 40 }, ...LIMITED });
    await admin.call('PATCH', `/admin/tenants/${tenantId}`, { budgets: { per_month_usd: 90 }, ...LIMITED });

    for (const lastEvent of ['message.delta', 'run.started', 'nothing']) {
      const { baseUrl, child } = service;
      const ask = (body: object) =>
        fetch(`${baseUrl}/v1/prompts`, { method: 'POST', headers: headersOf(key), body: JSON.stringify(body) });
      assert.equal((await ask({ ...SLOW, stream: false, prompt: '[[say: done]]' })).status, 200);
      // Not read on, but not let go either: a caller that hangs up would end its run.
      const streams = Array.from({ length: 3 }, async () => {
        const events = readEvents(await ask({ ...SLOW, max_cost_usd: 5 }));
        for (let next = await events.next(); !next.done && next.value.event !== lastEvent; ) next = await events.next();
      });
      if (lastEvent === 'nothing') await ask({ ...SLOW, stream: false, prompt: '[[say: done]]' });
      else await Promise.all(streams);
      child.kill('SIGKILL');
      await Promise.allSettled([exitOf(child), ...streams]);

      service = await startService();
      await assertSettled(service.baseUrl, key);
    }
  });

  it('lets running prompts finish when it is told to stop, takes no more, and exits with 0', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const service = await startProcess(t, await temporaryFolder(t), model.baseUrl);
    const response = await fetch(`${service.baseUrl}/v1/prompts`, {
      ...{ method: 'POST', headers: service.headers, body: JSON.stringify(SLOW) },
    });
    const events = [];
    for await (const event of readEvents(response)) {
      if (events.length === 2) service.child.kill('SIGTERM');
      events.push(event);
    }
    assert.equal(events.at(-1)?.event, 'run.completed');
    assert.deepEqual(await exitOf(service.child), { code: 0, signal: null });
  });
});
