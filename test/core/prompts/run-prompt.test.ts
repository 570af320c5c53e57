import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import type { PromptBody } from '#core/prompts/prompt-body.ts';
import { runPrompt } from '#core/prompts/run-prompt.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { textConversation } from '#core/runs/conversation.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { createMemoryPromptStore } from '#test/fakes/memory-prompt-store.ts';
import { createMemoryTenantStore } from '#test/fakes/memory-tenant-store.ts';
import { createMemoryUsageStore } from '#test/fakes/memory-usage-store.ts';
import { errorEvent, HELLO, SOME_METRICS, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const runnerOf = (run: Runner['run']): Runner => ({ run, version: async () => '0.0.0' });

/** Starts a prompt, of Alice's unless told otherwise; `stored` reads its record. */
const start = async (
  runner: Runner,
  body: Partial<PromptBody> = {},
  overrides: Partial<ApiPorts> = {},
  principal = ALICE,
) => {
  const fake = createFakePorts(runner, overrides);
  const { prompt, ...rest } = await admitted(fake.ports, body, principal);
  const running = runPrompt({ prompt, ...rest }, fake.ports);
  const stored = async () => {
    const record = await fake.ports.prompts.get(prompt.tenantId, prompt.id);
    assert.ok(record);
    return record;
  };
  return { ...fake, prompt, running, stored };
};

const usageOf = ({ usage }: ApiPorts) => usage.read('tenant-1', 'model', '2026-01-01', '2026-12-31');

test('a run that goes well is stored with its answer and counted before its end is told', async () => {
  const { running, stored, ports, clock, deadlines } = await start(createScriptedRunner(HELLO));
  const { prompt, last } = await running.ended;
  assert.equal(last.kind, 'result');
  assert.equal(prompt.status, 'completed');
  assert.deepEqual(await stored(), prompt);
  const { response, stopReason, sessionId, turns, finishedAtMs, metrics } = prompt;
  assert.deepEqual(
    { response, stopReason, sessionId, turns, finishedAtMs, metrics },
    {
      response: 'Hello, world',
      stopReason: 'end_turn',
      sessionId: 'session-1',
      turns: 1,
      finishedAtMs: clock(),
      metrics: SOME_METRICS,
    },
  );
  const [count, ...others] = await usageOf(ports);
  assert.deepEqual(others, []);
  assert.deepEqual([count?.requests, count?.errors, count?.costMicroUsd], [1, 0, 163]);
  assert.deepEqual(await Array.fromAsync(ports.prompts.listOpen(Number.POSITIVE_INFINITY)), []);
  assert.deepEqual(
    deadlines.map(({ isCleared }) => isCleared),
    [true],
  );
});

test('the events of a run can be read, but for the last', async () => {
  const { running } = await start(createScriptedRunner(HELLO));
  assert.deepEqual(await Array.fromAsync(running.events), HELLO.slice(0, -1));
});

test('a run does not need a reader to come to its end', async () => {
  const { running } = await start(createScriptedRunner(HELLO));
  assert.equal((await running.ended).prompt.status, 'completed');
});

test('with store: false neither text is stored, but the caller gets the answer', async () => {
  const { running, stored, ports } = await start(createScriptedRunner(HELLO), { system: 'Be brief.', store: false });
  const { last } = await running.ended;
  assert.ok(last.kind === 'result');
  assert.equal(last.result.text, 'Hello, world');
  const { messages, system, response, metrics } = await stored();
  assert.deepEqual([messages, system, response, metrics], [undefined, undefined, undefined, SOME_METRICS]);
  assert.equal((await usageOf(ports))[0]?.requests, 1);
});

test('a run that fails keeps the text that came before', async () => {
  const events = [textEvent('Hel'), textEvent('lo'), errorEvent()];
  const { running, stored, ports } = await start(createScriptedRunner(events));
  const { last } = await running.ended;
  assert.equal(last.kind, 'error');
  const { status, response, error, metrics } = await stored();
  assert.deepEqual([status, response, error?.code, metrics], ['failed', 'Hello', 'upstream_overloaded', SOME_METRICS]);
  const [count] = await usageOf(ports);
  assert.deepEqual([count?.requests, count?.errors, count?.costMicroUsd], [1, 1, 163]);
});

test('with store: false the text before a failure is not stored', async () => {
  const { running, stored } = await start(createScriptedRunner([textEvent('Hel'), errorEvent()]), { store: false });
  await running.ended;
  assert.equal((await stored()).response, undefined);
});

test('a caller that cancels ends the run, which is recorded as canceled', async () => {
  const { running, stored } = await start(createScriptedRunner([STARTED, textEvent('Hel')]));
  const events = running.events[Symbol.asyncIterator]();
  await events.next();
  await events.next();
  running.cancel();
  assert.equal((await running.ended).prompt.status, 'canceled');
  const { status, response, error } = await stored();
  assert.deepEqual([status, response, error?.code], ['canceled', 'Hel', 'canceled']);
});

test('canceling after the end changes nothing', async () => {
  const { running, stored } = await start(createScriptedRunner(HELLO));
  await running.ended;
  running.cancel();
  await setImmediate();
  assert.equal((await stored()).status, 'completed');
});

test('a process that is told to stop ends its runs as interrupted', async () => {
  const { running, stored, shutdown } = await start(createScriptedRunner([STARTED]));
  shutdown.abort(new ServiceError('interrupted', 'The service is stopping.'));
  await running.ended;
  const { status, error } = await stored();
  assert.deepEqual([status, error?.code, error?.message], ['failed', 'interrupted', 'The service is stopping.']);
});

/** A run of a key of Alice's tenant that lasts until it is ended. */
const startWithKey = async (overrides: Partial<ApiPorts> = {}) => {
  const apiKeys = createMemoryApiKeyStore();
  const tenants = createMemoryTenantStore();
  const { record } = newApiKey();
  await apiKeys.create(record);
  await tenants.create({ id: record.tenantId, name: 'Acme', tier: 'standard', createdAtMs: 0, version: 1 });
  const ports = { apiKeys, tenants, ...overrides };
  const runner = createScriptedRunner([STARTED, textEvent('Hel')]);
  const started = await start(runner, {}, ports, { ...ALICE, id: record.id });
  const [repetition, ...others] = started.repetitions;
  assert.ok(repetition && others.length === 0);
  return { ...started, repetition, revoke: () => apiKeys.replace({ ...record, revokedAtMs: 1 }) };
};

test('a run whose key is revoked ends when that is next looked at, and says so', async () => {
  const { running, stored, repetition, revoke } = await startWithKey();
  assert.equal(repetition.afterMs, 5_000);
  const events = running.events[Symbol.asyncIterator]();
  await events.next();
  await events.next();
  await repetition.tick();
  assert.equal((await stored()).status, 'in_progress');
  await revoke();
  await repetition.tick();
  await running.ended;
  const { status, response, error } = await stored();
  assert.deepEqual([status, response, error?.code], ['failed', 'Hel', 'invalid_credentials']);
  assert.match(
    error?.message ?? '',
    /run was ended, because its caller would not be let in any more\. The API key was/,
  );
  assert.equal(repetition.isCleared, true);
});

test('a run goes on when it cannot be found out whether its caller would still be let in', async () => {
  const tenants = {
    ...createMemoryTenantStore(),
    get: async () => {
      throw new ServiceError('unavailable', 'The database cannot be reached at the moment.');
    },
  };
  const { running, stored, repetition } = await startWithKey({ tenants });
  await repetition.tick();
  assert.equal((await stored()).status, 'in_progress');
  running.cancel();
  await running.ended;
});

test('a runner that hangs past the deadline and its grace is given up', async () => {
  const hanging = runnerOf(async function* () {
    yield textEvent('Hel');
    await new Promise(() => {});
  });
  const { running, stored, deadlines, clock } = await start(hanging, { timeout_seconds: 60 });
  await setImmediate();
  assert.deepEqual(
    deadlines.map(({ afterMs }) => afterMs),
    [75_000],
  );
  clock.advance(75_000);
  deadlines[0]?.pass();
  await running.ended;
  const { status, response, error, timings } = await stored();
  assert.deepEqual([status, response, error?.code], ['failed', 'Hel', 'run_timed_out']);
  assert.equal(error?.message, 'The run took longer than 60 s.');
  assert.equal(timings?.durationMs, 75_000);
});

test('a runner that throws before it gives a stream is a failed run', async () => {
  const { running, stored } = await start(
    runnerOf(() => {
      throw new Error('no such function');
    }),
  );
  await running.ended;
  assert.equal((await stored()).error?.code, 'cli_failed');
});

test('the runner is asked for what was admitted, on behalf of the tenant', async () => {
  const asked: unknown[] = [];
  const { running, prompt } = await start(
    runnerOf(async function* (request, tenantId) {
      asked.push(request.runId, request.messages, tenantId);
      yield* HELLO;
    }),
  );
  await running.ended;
  assert.deepEqual(asked, [prompt.id, textConversation('Hi'), 'tenant-1']);
});

/** Yields pieces of text for as long as it is asked to, and counts them. */
const createEndlessRunner = () => {
  const progress = { pieces: 0, isStopped: false };
  const runner = runnerOf(async function* (_request, _tenantId, signal): AsyncGenerator<RunEvent, void, void> {
    while (!signal.aborted) {
      progress.pieces += 1;
      yield textEvent('x');
    }
    progress.isStopped = true;
    yield errorEvent({ code: 'canceled', message: 'Canceled.', source: 'gateway' });
  });
  return { runner, progress };
};

test('a reader that is slow holds the run back, and canceling frees it', async () => {
  const { runner, progress } = createEndlessRunner();
  const { running } = await start(runner);
  await setImmediate();
  const pieces = progress.pieces;
  await setImmediate();
  assert.equal(progress.pieces, pieces);
  assert.ok(pieces <= 1_001, `${pieces} events ahead`);
  running.cancel();
  assert.equal((await running.ended).prompt.status, 'canceled');
  assert.equal(progress.isStopped, true);
});

test('the deadline also ends a run that is held back by its reader', async () => {
  const { runner } = createEndlessRunner();
  const { running, deadlines } = await start(runner);
  await setImmediate();
  deadlines[0]?.pass();
  assert.equal((await running.ended).prompt.error?.code, 'run_timed_out');
});

test('a store that fails for a while is tried again, so that the answer is not lost', async () => {
  const prompts = createMemoryPromptStore(() => 0);
  let failures = 3;
  const finish: typeof prompts.finish = async (prompt) => {
    failures -= 1;
    if (failures >= 0) throw new ServiceError('unavailable', 'The database cannot be reached at the moment.');
    return prompts.finish(prompt);
  };
  const { running, stored, reports } = await start(
    createScriptedRunner(HELLO),
    {},
    { prompts: { ...prompts, finish } },
  );
  assert.equal((await running.ended).isSettled, true);
  assert.deepEqual([(await stored()).response, reports], ['Hello, world', []]);
});

for (const store of ['prompts', 'usage'] as const) {
  const steps = store === 'prompts' ? (['finish', 'close'] as const) : (['add', 'forget'] as const);
  for (const step of steps) {
    for (const when of ['before', 'after'] as const) {
      test(`a store that fails ${when} ${step} does not cost the caller the answer, and is repaired later`, async () => {
        const stores = { prompts: createMemoryPromptStore(() => 0), usage: createMemoryUsageStore() };
        const failing = crashing(stores[store], step as never, when);
        const { running, reports, ports, clock, prompt } = await start(
          createScriptedRunner(HELLO),
          {},
          { ...stores, [store]: failing },
        );
        const { last, prompt: told, isSettled } = await running.ended;
        assert.equal(isSettled, step === 'forget');
        assert.ok(last.kind === 'result');
        assert.deepEqual([last.result.text, told.status, told.response], ['Hello, world', 'completed', 'Hello, world']);
        assert.deepEqual(
          reports.map(({ message }) => message),
          [
            step === 'forget'
              ? 'a prompt was counted, but its id stays with the counters'
              : 'a prompt could not be settled',
          ],
        );

        await sweepPrompts({ ...ports, ...stores, clock }, Number.POSITIVE_INFINITY);
        const record = await stores.prompts.get(prompt.tenantId, prompt.id);
        const isLost = step === 'finish' && when === 'before';
        assert.deepEqual(
          [record?.status, record?.error?.code],
          isLost ? ['failed', 'interrupted'] : ['completed', undefined],
        );
        const [count] = await usageOf({ ...ports, ...stores });
        assert.deepEqual([count?.requests, count?.errors], [1, isLost ? 1 : 0]);
        assert.deepEqual(await Array.fromAsync(stores.prompts.listOpen(Number.POSITIVE_INFINITY)), []);
      });
    }
  }
}
