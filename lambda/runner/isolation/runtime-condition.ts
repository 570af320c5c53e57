import { readdirSync, readFileSync } from 'node:fs';

/** What a process of the same user can do to this one, or leave in the kernel, so that it lasts. */
export type RuntimeCondition = Readonly<Record<string, string>>;

const PROCESSORS = /^Cpus_allowed_list:.*$/m;
/** Priority, nice value, real-time priority and policy: proc_pid_stat(5), counted from after the name. */
const SCHEDULING_FIELDS = [15, 16, 37, 38];

/** What a kernel does not have cannot be changed either. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

const threadCondition = (id: string): string => {
  const fields = read(`/proc/self/task/${id}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  const processors = PROCESSORS.exec(read(`/proc/self/task/${id}/status`))?.[0];
  return [...SCHEDULING_FIELDS.map((index) => fields[index]), processors].join(' ');
};

/** There may be more threads later; they take after those that there were. */
const scheduling = (): string => [...new Set(readdirSync('/proc/self/task').map(threadCondition))].sort().join('\n');

/** Shared memory, semaphores and queues stay when no process uses them any more. */
const systemVObjects = (): string =>
  ['shm', 'sem', 'msg'].map((kind) => read(`/proc/sysvipc/${kind}`).split('\n').slice(1).join('\n')).join('');

/** How this process is limited and scheduled, and which of System V's objects there are. Linux only. */
export const runtimeCondition = (): RuntimeCondition => ({
  limits: read('/proc/self/limits'),
  scheduling: scheduling(),
  'System V objects': systemVObjects(),
});

/** @throws Error if they differ, naming in what. */
export const assertSameCondition = (before: RuntimeCondition, now: RuntimeCondition): void => {
  const changed = Object.keys(before).filter((name) => before[name] !== now[name]);
  if (changed.length > 0) throw new Error(`the run has changed the runtime's ${changed.join(', ')}`);
};
