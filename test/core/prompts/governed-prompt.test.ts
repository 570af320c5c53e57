import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import fc from 'fast-check';
import { createLimitStores, type LimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import type { Principal } from '#core/auth/principal.ts';
import { calendarWindow } from '#core/budgets/calendar-window.ts';
import type { Balance } from '#core/budgets/ledger.ts';
import { effectiveQuotas } from '#core/limits/effective-quotas.ts';
import type { Quota } from '#core/limits/quota.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import { runPrompt } from '#core/prompts/run-prompt.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { openTable } from '#local/table/open-table.ts';
import { admitted } from '#test/fakes/admitted.ts';
import type { FakeClock } from '#test/fakes/fake-clock.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';
import { resultEvent, SOME_METRICS } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

type Stores = LimitStores & { readonly prompts: PromptStore; readonly usage: UsageStore };

const USD = 1_000_000;
let tenants = 0;

/** A run that costs what `cost` says of its request. */
const costing = (cost: (request: RunRequest) => number) =>
  createScriptedRunner((request): readonly RunEvent[] => {
    const costMicroUsd = cost(request);
    const [usage] = SOME_METRICS.modelUsage;
    assert.ok(usage);
    return [resultEvent({ metrics: { ...SOME_METRICS, costMicroUsd, modelUsage: [{ ...usage, costMicroUsd }] } })];
  });

interface World {
  readonly ports: ApiPorts;
  readonly clock: FakeClock;
  readonly stores: Stores;
  readonly principal: Principal;
}

/** What there is of limits and budgets, and of records, for that caller. */
const stateOf = async ({ ports, clock, principal }: World) => {
  const quotas = effectiveQuotas(principal, ports.settings, clock());
  const balances: Balance[] = [];
  let leases = 0;
  for (const { subject } of quotas) {
    for (const unit of ['day', 'month'] as const) {
      balances.push(await ports.ledger.read({ subject, ...calendarWindow(unit, clock(), ports.settings.timeZone) }));
    }
    leases += await ports.leases.count(subject);
  }
  const { prompts } = await ports.prompts.list(principal.tenantId, { limit: 100 });
  const costMicroUsd = prompts.reduce((sum, { metrics }) => sum + metrics.costMicroUsd, 0);
  const counts = await ports.usage.read(principal.tenantId, 'model', '2026-11-22', '2026-11-22');
  const used = counts.reduce((sum, count) => sum + count.costMicroUsd, 0);
  const requests = counts.reduce((sum, count) => sum + count.requests, 0);
  return { balances, leases, prompts: prompts.length, costMicroUsd, usage: { requests, costMicroUsd: used } };
};

const runOne = async (world: World, ports: ApiPorts, maxCostUsd = 0.5): Promise<void> => {
  const accepted = await admitted(ports, { max_cost_usd: maxCostUsd }, world.principal);
  await runPrompt(accepted, ports).ended;
};

const codeOf = (reason: unknown): unknown => (reason as { readonly code?: unknown }).code;

const FULL = {
  limits: { requestsPerMinute: 50, tokensPerMinute: 100_000, requestsPerDay: 50, concurrentRuns: 50 },
  budgets: { perDayMicroUsd: 5 * USD, perMonthMicroUsd: 20 * USD },
} satisfies Quota;

interface Scenario {
  readonly what: string;
  readonly tenantQuota: Quota;
  /** What has happened before the prompt that is killed. */
  readonly before: (world: World) => Promise<unknown>;
}

/** A prompt that is run, and such that are refused after as much as possible was taken. */
const SCENARIOS: readonly Scenario[] = [
  { what: 'is run', tenantQuota: FULL, before: async () => {} },
  {
    what: 'a budget of its tenant refuses',
    tenantQuota: { ...FULL, budgets: { perMonthMicroUsd: 100_000 } },
    before: (world) => runOne(world, world.ports),
  },
  {
    what: 'the day of its tenant refuses',
    tenantQuota: { ...FULL, limits: { ...FULL.limits, requestsPerDay: 1 } },
    before: (world) => runOne(world, world.ports),
  },
  {
    what: 'the runs of its tenant refuse',
    tenantQuota: { ...FULL, limits: { ...FULL.limits, concurrentRuns: 1 } },
    before: ({ ports, clock, principal }) =>
      ports.leases.acquire(`tenant:${principal.tenantId}`, { promptId: 'other', expiresAtMs: clock() + 1 }, 1),
  },
];

interface Effort {
  readonly scenarios: readonly Scenario[];
  readonly numRuns: number;
  /** Whether the first sweep is killed too, at every step. */
  readonly killsSweeps: boolean;
}

/** The promises of limits and budgets, with stores that may be real. */
const testGovernance = (
  openStores: (clock: FakeClock) => Partial<Stores>,
  { scenarios, numRuns, killsSweeps }: Effort,
): void => {
  const open = (quota: Quota, tenantQuota: Quota, cost: (request: RunRequest) => number = () => 100_000) => {
    tenants += 1;
    const fake = createFakePorts(costing(cost));
    const { prompts, usage, rateLimits, leases, ledger } = fake.ports;
    const stores: Stores = { prompts, usage, rateLimits, leases, ledger, ...openStores(fake.clock) };
    const ports: ApiPorts = { ...fake.ports, ...stores };
    const principal = { ...ALICE, id: `key_${tenants}`, tenantId: `governed-${tenants}`, quota, tenantQuota };
    return { ...fake, ports, stores, principal };
  };

  interface Kill {
    readonly step: number;
    readonly when: 'before' | 'after';
  }

  /** Kills a prompt at that step, perhaps the first sweep too, and sweeps. @returns whether both came to be killed. */
  const kill = async ({ tenantQuota, before }: Scenario, prompt: Kill, firstSweep?: Kill): Promise<boolean> => {
    const world = open(FULL, tenantQuota);
    const { ports, clock, stores } = world;
    await before(world);
    const dying = killedAt(stores, prompt.step, prompt.when);
    await runOne(world, { ...ports, ...dying.stores }).catch(() => undefined);

    // Leases end by themselves, and the sweep comes when the prompt's own process must be gone.
    clock.advance(3_600_000);
    const dyingSweep = firstSweep && killedAt(stores, firstSweep.step, firstSweep.when);
    if (dyingSweep) {
      const prompts = { ...dyingSweep.stores.prompts, listOpen: stores.prompts.listOpen };
      await sweepPrompts({ ...ports, ...dyingSweep.stores, prompts }, clock()).catch(() => undefined);
    }
    await sweepPrompts({ ...ports, clock }, clock());
    const state = await stateOf(world);
    const how = JSON.stringify({ prompt, firstSweep });
    assert.equal(state.leases, 0, how);
    assert.deepEqual(state.usage, { requests: state.prompts, costMicroUsd: state.costMicroUsd }, how);
    const sum = { requests: state.prompts, spentMicroUsd: state.costMicroUsd, reservedMicroUsd: 0 };
    for (const balance of state.balances) assert.deepEqual(balance, sum, how);
    return dying.isDead() && (dyingSweep?.isDead() ?? true);
  };

  /** Kills at every step that there is. @returns how many there are. */
  const killAtEach = async (killAt: (kill: Kill) => Promise<boolean>): Promise<number> => {
    for (let step = 1; ; step += 1) {
      await killAt({ step, when: 'after' });
      if (!(await killAt({ step, when: 'before' }))) return step;
    }
  };

  for (const scenario of scenarios) {
    test(`killed at any step of a prompt that ${scenario.what}, the sum of the counters is that of the records`, async () => {
      const steps = await killAtEach((at) => kill(scenario, at));
      assert.ok(steps > 6, `only ${steps} steps`);
      if (!killsSweeps) return;
      for (let step = 1; step < steps; step += 1) {
        await killAtEach((at) => kill(scenario, { step, when: 'after' }, at));
      }
    });
  }

  test('many prompts at once never reserve more than a budget, and the last gets what is left of it', async () => {
    const world = open({ limits: { requestsPerMinute: 99 } }, { budgets: { perDayMicroUsd: USD } });
    const admit = () => admitted(world.ports, { max_cost_usd: 0.13 }, world.principal);
    const results = await Promise.allSettled(Array.from({ length: 25 }, admit));
    const caps = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.run.maxCostMicroUsd] : []));
    assert.deepEqual([caps.reduce((sum, cap) => sum + cap, 0), caps.length], [USD, 8]);
    assert.deepEqual(caps.toSorted((a, b) => a - b)[0], 90_000);
    for (const result of results)
      if (result.status === 'rejected') assert.equal(codeOf(result.reason), 'budget_exceeded');
    assert.equal((await stateOf(world)).prompts, 8);
  });

  test('a prompt that may cost less than it costs to be read reserves that, so that many at once spend no more than a budget', async () => {
    const world = open({ limits: { requestsPerMinute: 99 } }, { budgets: { perDayMicroUsd: USD } });
    const read = 'x'.repeat(1_000_000);
    const admit = () =>
      admitted(world.ports, { prompt: read, model: 'haiku', max_cost_usd: 0.000001 }, world.principal);
    const results = await Promise.allSettled(Array.from({ length: 12 }, admit));
    const runs = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    assert.deepEqual([...new Set(runs.map(({ run }) => run.maxCostMicroUsd))], [1]);
    // Each reads a quarter of a million tokens for 12.5 cents, and what is put around them.
    assert.equal(runs.length, 7);
    for (const result of results) {
      if (result.status === 'rejected')
        assert.match(String(result.reason), /budget_exceeded|To be read alone, this prompt costs/);
    }
  });

  test('a prompt that may cost next to nothing is refused when a budget has less than a cent left', async () => {
    const world = open({ budgets: { perDayMicroUsd: 2 * 10_000 } }, {}, () => 15_000);
    await runOne(world, world.ports, 0.015);
    await assert.rejects(admitted(world.ports, { max_cost_usd: 0.000001 }, world.principal), {
      code: 'budget_exceeded',
    });
  });

  test('whatever runs at once, no more is spent than the budget, and it is what the records say', async () => {
    const Run = fc.record({ maxCostUsd: fc.integer({ min: 1, max: 60 }), share: fc.integer({ min: 0, max: 100 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(Run, { minLength: 1, maxLength: 10 }), async (runs) => {
        const shares = runs.map(({ share }) => share);
        const cost = ({ maxCostMicroUsd }: RunRequest) => Math.floor((maxCostMicroUsd * (shares.pop() ?? 0)) / 100);
        const world = open({ budgets: { perDayMicroUsd: USD / 2 } }, { budgets: { perMonthMicroUsd: 600_000 } }, cost);
        await Promise.allSettled(runs.map(({ maxCostUsd }) => runOne(world, world.ports, maxCostUsd / 100)));
        await Promise.allSettled(runs.map(({ maxCostUsd }) => runOne(world, world.ports, maxCostUsd / 100)));
        const { balances, costMicroUsd } = await stateOf(world);
        const [ofCaller, , , ofTenant] = balances;
        assert.deepEqual(ofCaller?.spentMicroUsd, costMicroUsd);
        assert.deepEqual(ofTenant?.spentMicroUsd, costMicroUsd);
        assert.deepEqual([ofCaller?.reservedMicroUsd, ofTenant?.reservedMicroUsd], [0, 0]);
        assert.ok(costMicroUsd <= USD / 2);
      }),
      { numRuns },
    );
  });

  test('many prompts at once never run more than allowed at the same time, or start more than a day allows', async () => {
    const world = open({ limits: { requestsPerMinute: 99 } }, { limits: { concurrentRuns: 5, requestsPerDay: 7 } });
    const admit = () => admitted(world.ports, {}, world.principal);
    const first = await Promise.allSettled(Array.from({ length: 20 }, admit));
    assert.equal(first.filter(({ status }) => status === 'fulfilled').length, 5);
    for (const result of first) {
      if (result.status === 'fulfilled') await runPrompt(result.value, world.ports).ended;
    }
    const second = await Promise.allSettled(Array.from({ length: 20 }, admit));
    assert.ok(second.filter(({ status }) => status === 'fulfilled').length <= 2);
    await assert.doesNotReject(stateOf(world));
    assert.ok((await stateOf(world)).prompts <= 7);
  });
};

suite('in memory', () => testGovernance(() => ({}), { scenarios: SCENARIOS, numRuns: 30, killsSweeps: true }));

const { table, close } = await openTable();
after(close);
const openTableStores = (clock: FakeClock) => ({
  ...createLimitStores(table, clock),
  prompts: createPromptStore({ table, bodies: createMemoryBodyStore(), clock }),
  usage: createUsageStore(table),
});
suite('in the table', () =>
  testGovernance(openTableStores, { scenarios: SCENARIOS.slice(0, 1), numRuns: 3, killsSweeps: false }));
