import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import type { Batch } from '#core/batches/batch.ts';
import { createBatchLines } from '#core/batches/batch-lines.ts';
import { cancelBatch } from '#core/batches/cancel-batch.ts';
import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { fileKey } from '#core/files/stored-file.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { openTable } from '#local/table/open-table.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { createTableStores } from '#test/fakes/table-stores.ts';
import { chatLine, openBatches } from './open-batches.ts';

/** What a process that dies is cut off from. */
const STORES = ['batches', 'files', 'objects', 'jobs', 'texts', 'prompts', 'usage', 'leases', 'ledger'] as const;

type World = ReturnType<typeof openBatches>;

/** The last of the lines is one that its API refuses. */
const inputOf = (names: readonly string[]): string =>
  [...names.map((name) => chatLine(name, name)), chatLine('bad', 'x', { n: 2 })].join('\n');

/** The ports of a process that dies at its nth call of a store; what it has queued is not lost. */
const dyingPorts = ({ ports }: World, nth: number, when: 'before' | 'after') => {
  const { queue } = ports;
  const mortal = Object.fromEntries([...STORES.map((name) => [name, ports[name]]), ['queue', queue]]);
  const dying = killedAt(mortal as Record<string, object>, nth, when);
  const dead = dying.stores as unknown as World['ports'];
  const stores = {
    ...dead,
    // What only reads, and not by a promise, changes nothing.
    jobs: { ...dead.jobs, listLines: ports.jobs.listLines },
    objects: { ...dead.objects, read: ports.objects.read },
  };
  return { ports: { ...ports, ...stores, lines: createBatchLines(stores) }, isDead: dying.isDead };
};

/** Works as the next process does, until nothing is left to do. */
const revive = async (world: World, batch: Batch): Promise<Batch> => {
  const { ports, clock, work, get } = world;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    await work();
    const latest = await get(batch);
    if (latest.checkAtMs === undefined) return latest;
    // Leases end by themselves, and the sweeps come when the dead process must be gone.
    clock.advance(3_600_000);
    await sweepPrompts(ports, clock());
    await sweepJobs(ports, clock());
    await sweepBatches(ports, clock());
  }
  return assert.fail(`${batch.id} has not ended`);
};

const checkResults = async (world: World, batch: Batch, names: readonly string[], how: string): Promise<void> => {
  const { ports, linesOf, published } = world;
  const { outputFileId, errorFileId, counts } = batch;
  const output = outputFileId === undefined ? [] : linesOf(fileKey(outputFileId));
  const errors = errorFileId === undefined ? [] : linesOf(fileKey(errorFileId));
  const named = [...output, ...errors].map(({ custom_id }) => custom_id).sort();
  assert.deepEqual(named, [...names, 'bad'].sort(), how);
  assert.deepEqual([counts.succeeded, output.length], [output.length, counts.succeeded], how);
  for (const id of [outputFileId, errorFileId]) {
    if (id !== undefined) assert.ok(await ports.files.get(batch.tenantId, id), how);
  }
  const cost = [...output, ...errors].reduce((sum, { cost_usd }) => sum + Math.round(cost_usd * 1e6), 0);
  assert.equal(batch.costMicroUsd, cost, how);
  const { prompts } = await ports.prompts.list(batch.tenantId, { limit: 100 });
  assert.equal(
    prompts.reduce((sum, { metrics }) => sum + metrics.costMicroUsd, 0),
    cost,
    how,
  );
  assert.deepEqual(
    published.map(({ id, type }) => [id, type]),
    [[batch.id.replace('batch_', 'evt_'), `batch.${batch.status}`]],
    how,
  );
};

/** @param stride kills at each step, or at some only where they take long. */
const testCrashes = (open: () => World, names: readonly string[], stride: number): void => {
  /** Kills a worker at that step. @returns false if it had ended before. */
  const kill = async (nth: number, when: 'before' | 'after', isCanceled: boolean): Promise<boolean> => {
    const world = open();
    const batch = await world.ofFile(inputOf(names));
    if (isCanceled) {
      // Its lines are made, and one has been answered.
      for (let steps = 0; steps < 3; steps += 1) await world.step();
      await cancelBatch(await world.get(batch), world.ports);
    }
    const dying = dyingPorts(world, nth, when);
    // SQS gives what a dead worker had taken to the next; here the sweeps have to find it.
    while (!dying.isDead() && (await world.step(dying.ports).catch(() => false)));
    const ended = await revive(world, batch);
    const how = `killed ${when} step ${nth}`;
    assert.equal(ended.status, isCanceled ? 'canceled' : 'completed', how);
    const counts = { succeeded: names.length, errored: 1, canceled: 0, expired: 0 };
    if (!isCanceled) assert.deepEqual(ended.counts, counts, how);
    await checkResults(world, ended, names, how);
    return dying.isDead();
  };

  for (const isCanceled of [false, true]) {
    const what = isCanceled ? 'batch that is being canceled' : 'batch';
    test(`a worker killed at any step leaves a ${what} that ends once, with one result of each line`, async () => {
      let nth = 1;
      for (let isKilled = true; isKilled; nth += stride) {
        isKilled = await kill(nth, 'before', isCanceled);
        await kill(nth, 'after', isCanceled);
      }
      assert.ok(nth > 20, `only ${nth} steps`);
    });
  }
};

suite('in memory', () => testCrashes(() => openBatches(undefined, { newId }), ['a', 'b', 'c'], 1));

const { table, close } = await openTable();
after(close);
let tenants = 0;
suite('in the table', () => {
  const open = () => {
    tenants += 1;
    const tenantId = `crashing-${tenants}`;
    return openBatches(undefined, { newId }, { tenantId, openStores: (clock) => createTableStores(table, clock) });
  };
  testCrashes(open, ['a'], 7);
});
