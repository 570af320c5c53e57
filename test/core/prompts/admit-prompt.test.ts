import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { RunRequest } from '#core/runs/run-request.ts';
import { parseSettings } from '#core/settings.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
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
    prompt: 'What is 1 + 1?',
    system: 'Be brief.',
    metadata: { team: 'a' },
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
    prompt: 'What is 1 + 1?',
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
  assert.deepEqual([run.prompt, run.system], [BODY.prompt, BODY.system]);
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
  const window = { subject: 'principal:key:alice', startsAtMs, endsAtMs: startsAtMs + 60_000, limit: 5 };
  assert.equal(await ports.rateLimits.take(window), 2);
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
