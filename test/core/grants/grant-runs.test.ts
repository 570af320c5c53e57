import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookCall } from '#core/grants/book-call.ts';
import { changeGrant } from '#core/grants/change-grant.ts';
import { grantRuns } from '#core/grants/grant-runs.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import { runPrompt } from '#core/prompts/run-prompt.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { countedCall, reservationOf } from '#test/fakes/grants.ts';
import { createMemoryGrantStore } from '#test/fakes/memory-grant-store.ts';
import { errorEvent, resultEvent, STARTED } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const NO_SLEEP = async () => {};
const TRUE_COST = 777;

/** A prompt of Alice's whose runner yields those events, with a gate function that books one call of it. */
const start = async (events: readonly RunEvent[], bookedMicroUsd = TRUE_COST) => {
  const grants = createMemoryGrantStore(() => fake.clock());
  const scripted = createScriptedRunner(events);
  const runner = grantRuns(
    {
      async *run(request, tenantId, signal) {
        const grant = await grants.get(request.runId);
        assert.ok(grant);
        await changeGrant(grants, { ...grant, reservations: [reservationOf('a', 0, 0)] }, (now) =>
          bookCall(now, 'a', countedCall(bookedMicroUsd)),
        );
        yield* scripted.run(request, tenantId, signal);
      },
      version: scripted.version,
    },
    { grants, clock: () => fake.clock(), newSecret: () => 's'.repeat(43), sha256: (text) => `sha256 of ${text}` },
  );
  const meter = (id: string) => settleGrant(id, { grants, sleep: NO_SLEEP });
  const fake = createFakePorts(runner, { meter });
  const admission = await admitted(fake.ports);
  return { ...fake, ...admission, grants, scripted, running: runPrompt(admission, fake.ports) };
};

const costOf = async ({ ports }: Awaited<ReturnType<typeof start>>) =>
  (await ports.usage.read('tenant-1', 'model', '2026-01-01', '2026-12-31'))[0]?.costMicroUsd;

test('a run is given a token of its own in the place of the credential, and may do what it was admitted for', async () => {
  const { running, scripted, grants, prompt, run, clock } = await start([resultEvent()]);
  await running.ended;
  const [{ upstream }] = scripted.requests as [RunRequest];
  const token = `${prompt.id}.${'s'.repeat(43)}`;
  assert.deepEqual(upstream, { ...run.upstream, apiKey: token });
  const grant = await grants.get(prompt.id);
  assert.partialDeepStrictEqual(grant, {
    tokenSha256: `sha256 of ${token}`,
    tenantId: 'tenant-1',
    modelIds: run.models.map(({ id }) => id),
    maxCostMicroUsd: run.maxCostMicroUsd,
    validUntilMs: clock() + run.timeoutMs + 15_000,
    isClosed: true,
  });
});

const ENDINGS: readonly (readonly [how: string, events: readonly RunEvent[]])[] = [
  ['says that it used nothing', [resultEvent({ metrics: NO_METRICS })]],
  ['says that it used less', [resultEvent()]],
  ['fails', [errorEvent()]],
];

for (const [how, events] of ENDINGS) {
  test(`a runner that ${how} is not believed: what the gate has booked is stored and counted`, async () => {
    const started = await start(events);
    const { prompt } = await started.running.ended;
    assert.equal(prompt.metrics.costMicroUsd, TRUE_COST);
    assert.equal(await costOf(started), TRUE_COST);
  });
}

test('a run that is canceled, or never ends, is counted by what the gate has booked', async () => {
  const canceled = await start([STARTED]);
  await canceled.running.events[Symbol.asyncIterator]().next();
  canceled.running.cancel();
  assert.equal((await canceled.running.ended).prompt.status, 'canceled');
  assert.equal(await costOf(canceled), TRUE_COST);
  const hanging = await start([STARTED]);
  await hanging.running.events[Symbol.asyncIterator]().next();
  hanging.deadlines[0]?.pass();
  assert.equal((await hanging.running.ended).prompt.error?.code, 'run_timed_out');
  assert.equal(await costOf(hanging), TRUE_COST);
});

test('what a crash left open is counted by what the gate has booked', async () => {
  const started = await start([STARTED]);
  await started.running.events[Symbol.asyncIterator]().next();
  await sweepPrompts(started.ports, Number.POSITIVE_INFINITY);
  const stored = await started.ports.prompts.get('tenant-1', started.prompt.id);
  assert.deepEqual([stored?.error?.code, stored?.metrics.costMicroUsd], ['interrupted', TRUE_COST]);
  assert.equal(await costOf(started), TRUE_COST);
  started.running.cancel();
});
