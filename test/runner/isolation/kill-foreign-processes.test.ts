import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killForeignProcesses } from '#runner/isolation/kill-foreign-processes.ts';
import type { ProcessTable } from '#runner/isolation/process-table.ts';

const INIT = 1;
const REAPER = 5;
const RUNTIME = 9;

interface TableOptions {
  /** Parents by process, besides those of the three above. */
  readonly others?: readonly number[];
  /** Of another user: cannot be signalled. */
  readonly untouchable?: readonly number[];
  /** Called when a process is killed; what it returns is born in its place. */
  readonly onDeath?: (id: number) => number | undefined;
}

/** Stands in for Linux: init, a reaper, the runtime, and whatever else there is. */
const tableOf = ({ others = [], untouchable = [], onDeath = () => undefined }: TableOptions) => {
  const living = new Set([INIT, REAPER, RUNTIME, ...others, ...untouchable]);
  const stopped = new Set<number>();
  const table: ProcessTable = {
    ownId: RUNTIME,
    ids: () => [...living],
    parentOf: (id) => ({ [RUNTIME]: REAPER, [REAPER]: INIT })[id] ?? 0,
    signal(id, name) {
      if (!living.has(id) || untouchable.includes(id)) return false;
      if (name === 'SIGCONT') stopped.delete(id);
      if (name !== 'SIGKILL') return true;
      living.delete(id);
      const born = onDeath(id);
      if (born !== undefined) living.add(born);
      return true;
    },
    stopAll() {
      for (const id of living) if (id !== RUNTIME && id !== INIT) stopped.add(id);
    },
  };
  return { table, living, stopped };
};

test('all processes are killed but this one, those above it and those of other users', async () => {
  const { table, living, stopped } = tableOf({ others: [20, 21, 22], untouchable: [30] });
  await killForeignProcesses(table);
  assert.deepEqual([...living], [INIT, REAPER, RUNTIME, 30]);
  assert.equal(stopped.has(REAPER), false, 'the one that reaps goes on');
});

test('a process that wakes another as it dies gains nothing', async () => {
  const { table, living } = tableOf({ others: [100], onDeath: (id) => (id < 120 ? id + 1 : undefined) });
  await killForeignProcesses(table);
  assert.deepEqual([...living], [INIT, REAPER, RUNTIME]);
});

test('fails when processes come back for ever', async () => {
  const { table } = tableOf({ others: [100], onDeath: (id) => id + 1 });
  await assert.rejects(killForeignProcesses(table), /could be killed/);
});
