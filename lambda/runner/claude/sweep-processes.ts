import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROC = '/proc';
const MAX_MS = 2000;
const ROUND_MS = 10;

/** How descendants of a process are known, whoever their parent is now. */
export interface ProcessTrace {
  /** `NAME=value` in their environment. */
  readonly marker?: string;
  /** Their working directory, or one above it: for those that dropped their environment. */
  readonly directory: string;
}

const bears = async (processId: string, { marker, directory }: ProcessTrace): Promise<boolean> => {
  // A process that has gone, or belongs to another user, cannot be read.
  const environment = await readFile(join(PROC, processId, 'environ'), 'latin1').catch(() => '');
  if (marker && environment.split('\0').includes(marker)) return true;
  const workingDirectory = await readlink(join(PROC, processId, 'cwd')).catch(() => '');
  return workingDirectory === directory || workingDirectory.startsWith(`${directory}/`);
};

const findProcesses = async (trace: ProcessTrace): Promise<readonly number[]> => {
  const entries = await readdir(PROC).catch(() => []);
  const candidates = entries.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(candidates.map((id) => bears(id, trace)));
  return candidates.filter((_, index) => found[index]).map(Number);
};

const kill = (processId: number): void => {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
};

/**
 * Kills every process that bears the trace, and those that they start meanwhile.
 *
 * Commands of the Bash tool have a session of their own and outlive the CLI. Works where there is a /proc, which is
 * Linux. A process that drops its environment and leaves the directory is not found, nor what then outpaces this for
 * two seconds: where the environment is ours alone, `cleanEnvironment` kills those too.
 */
export const sweepProcesses = async (trace: ProcessTrace): Promise<void> => {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < MAX_MS) {
    const found = await findProcesses(trace);
    if (found.length === 0) return;
    found.forEach(kill);
    await sleep(ROUND_MS);
  }
};
