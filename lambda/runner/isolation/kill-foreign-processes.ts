import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessTable } from './process-table.ts';

/** One or two are enough, unless processes wake each other as they die. */
const MAX_ROUNDS = 200;
const ROUND_MS = 5;

const ancestorsOf = (id: number, table: ProcessTable): readonly number[] => {
  const parent = table.parentOf(id);
  return parent === 0 ? [] : [parent, ...ancestorsOf(parent, table)];
};

/**
 * Kills every process of this user but this one and those that it descends from.
 *
 * What is stopped cannot fork, and cannot wake others. A dying process can: its death may send SIGCONT, by its own
 * wish or to an orphaned process group. So there are rounds, until nothing is left that could be killed.
 *
 * @throws Error if something is left after a second.
 */
export const killForeignProcesses = async (table: ProcessTable): Promise<void> => {
  const ancestors = ancestorsOf(table.ownId, table);
  const isForeign = (id: number): boolean => id !== table.ownId && !ancestors.includes(id);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    table.stopAll();
    const killed = table.ids().filter((id) => isForeign(id) && table.signal(id, 'SIGKILL'));
    // The one that reaps what was killed is among them.
    for (const id of ancestors) table.signal(id, 'SIGCONT');
    if (killed.length === 0) return;
    await sleep(ROUND_MS);
  }
  throw new Error('not all processes of the run could be killed');
};
