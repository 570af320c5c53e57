import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { minuteWindow } from '#core/limits/minute-window.ts';
import type { Quota } from '#core/limits/quota.ts';
import { settlePrompt } from '#core/prompts/settle-prompt.ts';
import { textConversation } from '#core/runs/conversation.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { RunRequest } from '#core/runs/run-request.ts';
import { parseSettings } from '#core/settings.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createMemoryPromptStore } from '#test/fakes/memory-prompt-store.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const runner = createScriptedRunner([]);

const BODY = {
  prompt: 'What is 1 + 1?',
  system: 'Be brief.',
  model: 'haiku',
  profile: 'chat',
  max_turns: 3,
  max_cost_usd: 0.25,
  timeout_seconds: 60,
  metadata: { team: 'a' },
} as const;

test('an admitted prompt is stored in progress, with the time by which it must have ended', async () => {
  const { ports, clock } = createFakePorts(runner);
  const { prompt } = await admitted(ports, BODY);
  assert.deepEqual(prompt, {
    id: 'prompt_000001',
    tenantId: 'tenant-1',
    principalId: 'key:alice',
    requestId: 'request-1',
    status: 'in_progress',
    profile: 'chat',
    model: 'claude-haiku-5-5',
    store: true,
    messages: textConversation(BODY.prompt),
    system: 'Be brief.',
    metadata: { team: 'a' },
    usageLabels: { day: '2026-11-22', hour: '12Z', metadata: { team: 'a' } },
    createdAtMs: clock(),
    deadlineAtMs: clock() + 60_000,
    metrics: NO_METRICS,
    expiresAtSeconds: clock() / 1000 + 90 * 86_400,
  });
  assert.deepEqual(await ports.prompts.get('tenant-1', prompt.id), prompt);
});

test('the run asks for what the caller and the deployment have decided', async () => {
  const { ports } = createFakePorts(runner);
  const { run } = await admitted(ports, BODY);
  assert.deepEqual(run, {
    runId: 'prompt_000001',
    profile: 'chat',
    messages: textConversation(BODY.prompt),
    system: 'Be brief.',
    model: 'claude-haiku-5-5',
    models: ports.settings.models,
    upstream: await ports.upstream(),
    maxTurns: 3,
    maxCostMicroUsd: 250_000,
    timeoutMs: 60_000,
    stallTimeoutMs: 120_000,
    maxOutputBytes: 104_857_600,
  });
  assert.deepEqual(RunRequest.parse(run), run);
});

test('with store: false neither text is in the record, but both are in the run', async () => {
  const { ports } = createFakePorts(runner);
  const { prompt, run } = await admitted(ports, { ...BODY, store: false });
  const record = await ports.prompts.get('tenant-1', prompt.id);
  assert.doesNotMatch(JSON.stringify(record), /1 \+ 1|brief/);
  assert.deepEqual([run.messages, run.system], [textConversation(BODY.prompt), BODY.system]);
});

test('the credential of the model is in no record', async () => {
  const { ports } = createFakePorts(runner);
  const { prompt } = await admitted(ports);
  assert.doesNotMatch(JSON.stringify(await ports.prompts.get('tenant-1', prompt.id)), /sk-upstream/);
});

/** How many prompts there are, and how much of the caller's minute the next request finds left. */
const leftBehind = async (ports: ReturnType<typeof createFakePorts>['ports']) => {
  const { prompts } = await ports.prompts.list('tenant-1', { limit: 100 });
  const { limits } = await admitted(ports);
  return [prompts.length, limits[0]?.remaining];
};

test('a request refused for its rate leaves nothing behind', async () => {
  const tiers = { standard: { requestsPerMinutePerPrincipal: 5, requestsPerMinutePerTenant: 1 } };
  const { ports, clock } = createFakePorts(runner, { settings: parseSettings({ tiers }) });
  await admitted(ports);
  await assert.rejects(admitted(ports), { code: 'rate_limit_exceeded' });
  const { prompts } = await ports.prompts.list('tenant-1', { limit: 100 });
  assert.equal(prompts.length, 1);
  const startsAtMs = clock() - (clock() % 60_000);
  const window = { subject: 'principal:key:alice', startsAtMs, endsAtMs: startsAtMs + 60_000 };
  assert.equal((await ports.rateLimits.read(window)).requests, 1);
});

test('a request refused because the credential of the model cannot be had leaves nothing behind', async () => {
  const { ports } = createFakePorts(runner);
  const upstream = async () => {
    throw new ServiceError('unavailable', 'The credential of the model cannot be read now.');
  };
  await assert.rejects(admitted({ ...ports, upstream }), { code: 'unavailable' });
  assert.deepEqual(await leftBehind(ports), [0, 119]);
});

test('a request whose record cannot be stored does not run', async () => {
  const create = async () => {
    throw new ServiceError('unavailable', 'The table cannot be written now.');
  };
  const { ports } = createFakePorts(runner, { prompts: { ...createMemoryPromptStore(), create } });
  await assert.rejects(admitted(ports), { code: 'unavailable' });
  assert.deepEqual(runner.requests, []);
});

const governed = (allowance: Partial<Principal>): Principal => ({ ...ALICE, ...allowance });

test('fails with 403 for a model or a profile that the key may not use, naming those that it may', async () => {
  const { ports } = createFakePorts(runner);
  const alice = governed({ models: ['claude-opus-5-5'], profiles: ['agent'] });
  await assert.rejects(admitted(ports, { model: 'claude-haiku-4-5' }, alice), {
    code: 'permission_denied',
    message: 'This credential may not use the model "claude-haiku-4-5": only claude-opus-5-5.',
  });
  await assert.rejects(admitted(ports, { model: 'claude-opus-5-5', profile: 'chat' }, alice), {
    code: 'permission_denied',
    message: /profile "chat": only agent/,
  });
  assert.equal((await ports.prompts.list('tenant-1', { limit: 1 })).prompts.length, 0);
});

test('a run of a key that may use some models may call no others, by subagents neither', async () => {
  const { ports } = createFakePorts(runner);
  const { run } = await admitted(ports, { model: 'claude-opus-5-5' }, governed({ models: ['claude-opus-5-5'] }));
  assert.deepEqual(
    run.models.map(({ id }) => id),
    ['claude-opus-5-5'],
  );
});

test('a run may cost what was asked for, what one run may, or what is left of the budgets: the least', async () => {
  const { ports } = createFakePorts(runner);
  const capOf = async (asked: number, quota: Quota, tenantQuota: Quota = {}) =>
    (await admitted(ports, { max_cost_usd: asked }, governed({ quota, tenantQuota }))).run.maxCostMicroUsd;
  assert.equal(await capOf(2, {}), 2_000_000);
  assert.equal(await capOf(2, { budgets: { perRunMicroUsd: 300_000 } }), 300_000);
  assert.equal(await capOf(2, {}, { budgets: { perMonthMicroUsd: 500_000 } }), 500_000);
  assert.equal(await capOf(2, {}, { budgets: { perMonthMicroUsd: 800_000 } }), 300_000);
});

test('a prompt that is refused for its budget leaves nothing behind, and is told what, how much and until when', async () => {
  const { ports } = createFakePorts(runner);
  const alice = governed({
    quota: { limits: { concurrentRuns: 5 }, budgets: { perDayMicroUsd: 5_000_000 } },
    tenantQuota: { budgets: { perMonthMicroUsd: 1_000_000 } },
  });
  const { prompt } = await admitted(ports, { max_cost_usd: 1 }, alice);
  await assert.rejects(admitted(ports, { max_cost_usd: 1 }, alice), {
    code: 'budget_exceeded',
    message:
      'This tenant has spent $0 of $1 this month, and prompts that run may use another $1. ' +
      'The budget is renewed 2026-12-01T00:00:00.000Z.',
  });
  await settlePrompt({ ...prompt, status: 'completed', metrics: { ...NO_METRICS, costMicroUsd: 995_000 } }, ports);
  await assert.rejects(admitted(ports, {}, alice), {
    code: 'budget_exceeded',
    message: 'This tenant has spent $0.995 of $1 this month. The budget is renewed 2026-12-01T00:00:00.000Z.',
    retryAfterSeconds: undefined,
    details: {
      ...{ whose: 'tenant', window: 'month', spent_usd: 0.995, limit_usd: 1 },
      resets_at: '2026-12-01T00:00:00.000Z',
    },
  });
  const { prompts } = await ports.prompts.list('tenant-1', { limit: 100 });
  assert.equal(prompts.length, 1);
  assert.equal(await ports.leases.count('principal:key:alice'), 0);
  const day = { subject: 'principal:key:alice', unit: 'day', startsAtMs: Date.UTC(2026, 10, 22), endsAtMs: 0 } as const;
  assert.deepEqual(await ports.ledger.read(day), { requests: 1, spentMicroUsd: 995_000, reservedMicroUsd: 0 });
});

test('a prompt past the requests of the day is told not to be tried again, and when the next day begins', async () => {
  const { ports } = createFakePorts(runner);
  const alice = governed({ tenantQuota: { limits: { requestsPerDay: 1 } } });
  const { limits } = await admitted(ports, {}, alice);
  assert.deepEqual(limits.at(-1), {
    ...{ policy: 'tenant-day', unit: 'requests', quota: 1, remaining: 0, windowSeconds: 86_400, resetSeconds: 43_200 },
  });
  await assert.rejects(admitted(ports, {}, alice), (error: ServiceError) => {
    assert.equal(error.code, 'rate_limit_exceeded');
    assert.equal(
      error.message,
      'This tenant may start 1 prompts a day, and has. The next day begins 2026-11-23T00:00:00.000Z.',
    );
    assert.equal(error.retryAfterSeconds, 43_200);
    assert.deepEqual(
      [error.headers['x-should-retry'], error.headers['ratelimit']],
      ['false', '"caller-minute";r=118;t=60, "tenant-minute";r=598;t=60, "tenant-day";r=0;t=43200'],
    );
    return true;
  });
});

test('tokens that were really used take the place of the estimate, in the minute in which the run ends', async () => {
  const { ports, clock } = createFakePorts(runner);
  const alice = governed({ tenantQuota: { limits: { tokensPerMinute: 10_000 } } });
  const tokens = async () => (await ports.rateLimits.read(minuteWindow('tenant:tenant-1', clock()))).tokens;
  const used = { ...NO_METRICS.usage, inputTokens: 40, cacheReadInputTokens: 3_000 };
  const { prompt } = await admitted(ports, {}, alice);
  assert.equal(await tokens(), 6_001);
  const ended = { ...prompt, status: 'completed', metrics: { ...NO_METRICS, usage: used } } as const;
  await settlePrompt({ ...ended, finishedAtMs: clock() }, ports);
  assert.equal(await tokens(), 3_040);

  const { prompt: long } = await admitted(ports, {}, alice);
  clock.advance(60_000);
  await settlePrompt({ ...long, status: 'completed', metrics: ended.metrics, finishedAtMs: clock() }, ports);
  assert.equal(await tokens(), 3_040);
});

test('a budget that is used to a half, four fifths and up is told once each', async () => {
  const { ports, budgetEvents } = createFakePorts(runner);
  const alice = governed({ tenantQuota: { budgets: { perDayMicroUsd: 1_000_000 } } });
  for (const costMicroUsd of [400_000, 450_000, 100_000, 50_000]) {
    const { prompt } = await admitted(ports, { max_cost_usd: 0.1 }, alice);
    const ended = { ...prompt, status: 'completed', metrics: { ...NO_METRICS, costMicroUsd } } as const;
    await settlePrompt(ended, ports);
    await settlePrompt(ended, ports);
  }
  assert.deepEqual(
    budgetEvents.map(({ type, thresholdPercent, spentMicroUsd }) => [type, thresholdPercent, spentMicroUsd]),
    [
      ['budget.threshold_reached', 50, 850_000],
      ['budget.threshold_reached', 80, 850_000],
      ['budget.exceeded', 100, 1_000_000],
    ],
  );
});
