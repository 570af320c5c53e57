import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { textConversation } from '#core/runs/conversation.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const HOUR_MS = 3_600_000;

/** Stores with prompts in progress, whose processes are gone. */
const withOpenPrompts = async (count: number) => {
  const { ports, clock } = createFakePorts(createScriptedRunner([]));
  const prompts = [];
  for (let index = 0; index < count; index += 1) prompts.push((await admitted(ports, { system: 'Be brief.' })).prompt);
  return { ports, clock, prompts };
};

test('what a crash left in progress ends as interrupted, with its prompt kept', async () => {
  const { ports, clock, prompts } = await withOpenPrompts(1);
  clock.advance(HOUR_MS);
  assert.equal(await sweepPrompts(ports, clock()), 1);
  const record = await ports.prompts.get('tenant-1', prompts[0]?.id ?? '');
  const { status, error, finishedAtMs, messages, system } = record ?? {};
  assert.deepEqual(
    [status, error?.code, error?.source, finishedAtMs, messages, system],
    ['failed', 'interrupted', 'gateway', clock(), textConversation('Hi'), 'Be brief.'],
  );
});

test('a prompt that may still be running is left alone', async () => {
  const { ports, clock, prompts } = await withOpenPrompts(1);
  assert.equal(await sweepPrompts(ports, clock()), 0);
  assert.equal((await ports.prompts.get('tenant-1', prompts[0]?.id ?? ''))?.status, 'in_progress');
});

/** Of a day and a month, for caller and tenant. */
const QUOTA = { limits: { requestsPerDay: 9 }, budgets: { perDayMicroUsd: 9_000_000, perMonthMicroUsd: 9_000_000 } };

/** A prompt whose process died after it had made so many of its reservations. */
const withReservations = async (made: number) => {
  const { ports, clock } = createFakePorts(createScriptedRunner([]));
  const { prompt } = await admitted(ports, {}, { ...ALICE, quota: QUOTA, tenantQuota: QUOTA });
  const reservations = prompt.holds?.reservations ?? [];
  assert.equal(reservations.length, 4);
  for (const reservation of reservations.slice(made)) await ports.ledger.cancel(prompt.id, reservation);
  const requests = async () =>
    Promise.all(reservations.map(async (reservation) => (await ports.ledger.read(reservation)).requests));
  const find = () => ports.prompts.get(prompt.tenantId, prompt.id);
  return { ports, clock, find, requests };
};

for (const made of [0, 1, 3]) {
  test(`a prompt of which ${made} of 4 reservations were made was not let in: it is forgotten, and they are`, async () => {
    const { ports, clock, find, requests } = await withReservations(made);
    clock.advance(HOUR_MS);
    assert.equal(await sweepPrompts(ports, clock()), 1);
    assert.deepEqual([await find(), await requests()], [undefined, [0, 0, 0, 0]]);
    assert.equal(await sweepPrompts(ports, clock()), 0);
  });
}

test('a prompt whose reservations were all made was let in, and ends as interrupted', async () => {
  const { ports, clock, find, requests } = await withReservations(4);
  clock.advance(HOUR_MS);
  await sweepPrompts(ports, clock());
  assert.deepEqual([(await find())?.error?.code, await requests()], ['interrupted', [1, 1, 1, 1]]);
});

test('a prompt of so long ago that its reservations may have been deleted ends as interrupted', async () => {
  const { ports, clock, find } = await withReservations(0);
  clock.advance(40 * 24 * HOUR_MS);
  await sweepPrompts(ports, clock());
  assert.equal((await find())?.error?.code, 'interrupted');
});

test('a second sweep finds nothing', async () => {
  const { ports } = await withOpenPrompts(3);
  assert.equal(await sweepPrompts(ports, Number.POSITIVE_INFINITY), 3);
  assert.equal(await sweepPrompts(ports, Number.POSITIVE_INFINITY), 0);
  const [count] = await ports.usage.read('tenant-1', 'model', '2026-11-22', '2026-11-22');
  assert.deepEqual([count?.requests, count?.errors], [3, 3]);
});

test('a prompt that had ended, but was not counted, is counted as it ended', async () => {
  const { ports, prompts } = await withOpenPrompts(1);
  const [prompt] = prompts;
  assert.ok(prompt);
  await ports.prompts.finish({ ...prompt, status: 'completed' });
  assert.equal(await sweepPrompts(ports, Number.POSITIVE_INFINITY), 1);
  const [count] = await ports.usage.read('tenant-1', 'model', '2026-11-22', '2026-11-22');
  assert.deepEqual([count?.requests, count?.errors], [1, 0]);
});

test('fails in the end, but settles the others, when one prompt cannot be settled', async () => {
  const { ports, prompts } = await withOpenPrompts(3);
  const [poisoned] = prompts;
  const finish: typeof ports.prompts.finish = async (prompt) => {
    if (prompt.id === poisoned?.id) throw new Error('cannot be stored');
    return ports.prompts.finish(prompt);
  };
  const failing = { ...ports, prompts: { ...ports.prompts, finish } };
  await assert.rejects(sweepPrompts(failing, Number.POSITIVE_INFINITY), (error) => {
    assert.ok(error instanceof AggregateError);
    assert.equal(error.errors.length, 1);
    return true;
  });
  const open = await Array.fromAsync(ports.prompts.listOpen(Number.POSITIVE_INFINITY));
  assert.deepEqual(
    open.map(({ id }) => id),
    [poisoned?.id],
  );
});

test('a prompt settled by its own process meanwhile keeps that ending', async () => {
  const { ports, prompts, clock } = await withOpenPrompts(1);
  const [prompt] = prompts;
  assert.ok(prompt);
  const read = await Array.fromAsync(ports.prompts.listOpen(Number.POSITIVE_INFINITY));
  await ports.prompts.finish({ ...prompt, status: 'completed', finishedAtMs: clock() });
  const late = {
    ...ports.prompts,
    listOpen: async function* () {
      yield* read;
    },
  };
  await sweepPrompts({ ...ports, prompts: late }, Number.POSITIVE_INFINITY);
  assert.equal((await ports.prompts.get('tenant-1', prompt.id))?.status, 'completed');
});
