import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeTree } from '#runner/claude/remove-tree.ts';
import { killForeignProcesses } from './kill-foreign-processes.ts';
import { PROCESS_TABLE } from './process-table.ts';
import { assertSameCondition, runtimeCondition } from './runtime-condition.ts';

/** Where docker/Dockerfile puts this code, and nobody else: on somebody's machine this would end their session. */
const isInImage = import.meta.dirname === '/var/task';

/** Before any command of a prompt could change it. */
const conditionAtStart = isInImage ? runtimeCondition() : undefined;

/** A run may leave millions of files: a new environment is there sooner than all of them are removed. */
const MAX_REMOVAL_MS = 5000;

const removeContents = async (directory: string): Promise<void> => {
  for (const name of await readdir(directory)) await removeTree(join(directory, name));
};

const failAfter = async (delayMs: number, signal: AbortSignal): Promise<never> => {
  await sleep(delayMs, undefined, { signal });
  throw new Error(`what the run has left could not be removed within ${delayMs} ms`);
};

/**
 * Makes an execution environment as new: kills every process but this one and those that it descends from, removes
 * everything in `directory`, and checks that nothing else was left that it could not undo.
 *
 * For the runner's image only, where this user has no other processes. Takes some milliseconds, and no new process.
 *
 * @throws Error if the environment is not clean, or is not ours alone: then it must not serve another prompt.
 */
export const cleanEnvironment = async ({ directory }: { readonly directory: string }): Promise<void> => {
  if (!conditionAtStart) throw new Error('cleanEnvironment kills all processes: it may only run in the image');
  await killForeignProcesses(PROCESS_TABLE);
  const removed = new AbortController();
  await Promise.race([removeContents(directory), failAfter(MAX_REMOVAL_MS, removed.signal)]);
  removed.abort();
  assertSameCondition(conditionAtStart, runtimeCondition());
};
