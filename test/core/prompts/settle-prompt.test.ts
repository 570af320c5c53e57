import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endPrompt } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { settlePrompt } from '#core/prompts/settle-prompt.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { errorEvent, resultEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const LAST = resultEvent() as Extract<RunEvent, { kind: 'result' }>;
const FAILED = errorEvent() as Extract<RunEvent, { kind: 'error' }>;

/** Stores with one prompt in progress, and how it ended. */
const withEndedPrompt = async (last = LAST as typeof LAST | typeof FAILED) => {
  const { ports, clock } = createFakePorts(createScriptedRunner([]));
  const { prompt } = await admitted(ports);
  clock.advance(1_000);
  return { ports, clock, prompt, ended: endPrompt(prompt, last, [], clock()) };
};

type Ports = Awaited<ReturnType<typeof withEndedPrompt>>['ports'];

const countsOf = async ({ usage }: Ports) => {
  const counts = await usage.read('tenant-1', 'model', '2026-01-01', '2026-12-31');
  return counts.map(({ day, value, requests, errors, costMicroUsd }) => [day, value, requests, errors, costMicroUsd]);
};

const isOpen = async ({ prompts }: Ports): Promise<boolean> =>
  (await Array.fromAsync(prompts.listOpen(Number.POSITIVE_INFINITY))).length > 0;

const ONCE = [['2026-11-22', 'claude-haiku-4-5', 1, 0, 163]];

/** The steps of settlement, and the store that each is of. */
const STEPS = [
  ['prompts', 'finish'],
  ['usage', 'add'],
  ['prompts', 'close'],
  ['usage', 'forget'],
] as const;

for (const [store, step] of STEPS) {
  for (const when of ['before', 'after'] as const) {
    test(`settled again after a crash ${when} ${step}, a prompt is counted exactly once`, async () => {
      const { ports, ended } = await withEndedPrompt();
      const dying = { ...ports, [store]: crashing(ports[store], step as never, when) };
      await assert.rejects(settlePrompt(ended, dying), /crashed/);
      // The process is gone: only a sweeper comes back, and only to what is still noted as open.
      if (await isOpen(ports)) await settlePrompt(ended, ports);
      assert.deepEqual(await countsOf(ports), ONCE);
      assert.equal(await isOpen(ports), false);
    });
  }
}

test('a sweeper that crashes at every step in turn still counts the prompt once', async () => {
  const { ports, clock } = await withEndedPrompt();
  for (const [store, step] of STEPS) {
    const dying = { ...ports, [store]: crashing(ports[store], step as never, 'after') };
    await sweepPrompts(dying, Number.POSITIVE_INFINITY).catch(() => {});
    clock.advance(1_000);
  }
  assert.equal(await sweepPrompts(ports, Number.POSITIVE_INFINITY), 0);
  assert.deepEqual(await countsOf(ports), [['2026-11-22', 'claude-haiku-4-5', 1, 1, 0]]);
});

test('the first ending wins', async () => {
  const { ports, prompt, ended, clock } = await withEndedPrompt();
  await ports.prompts.finish(ended);
  const settled = await settlePrompt(endPrompt(prompt, FAILED, [], clock()), ports);
  assert.equal(settled.status, 'completed');
  assert.deepEqual(await countsOf(ports), ONCE);
});

test('only a failure counts as an error', async () => {
  const statuses: readonly (readonly [Prompt['status'], number])[] = [
    ['completed', 0],
    ['incomplete', 0],
    ['canceled', 0],
    ['failed', 1],
  ];
  for (const [status, errors] of statuses) {
    const { ports, ended } = await withEndedPrompt();
    await settlePrompt({ ...ended, status }, ports);
    assert.deepEqual(
      (await countsOf(ports)).map(([, , requests, failed]) => [requests, failed]),
      [[1, errors]],
      status,
    );
  }
});

test('a prompt is counted on the day on which it was accepted', async () => {
  const { ports, clock, ended } = await withEndedPrompt();
  clock.advance(24 * 3_600_000);
  await settlePrompt({ ...ended, finishedAtMs: clock() }, ports);
  assert.deepEqual(await countsOf(ports), ONCE);
});
