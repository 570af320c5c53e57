import { readdir, readFile, readlink, statfs } from 'node:fs/promises';
import { execa } from 'execa';

/** What a container holds at one moment. */
export interface ContainerUsage {
  readonly processes: number;
  readonly descriptors: number;
  /** Of all processes; what several of them share is counted once. */
  readonly memoryMb: number;
  /** Of the process that runs the handler. */
  readonly runtimeMemoryMb: number;
  readonly tmpMb: number;
  /** Files and directories that lie in /tmp itself. */
  readonly tmpEntries: number;
}

/** A container's processes, seen from outside. */
export interface ContainerProcesses {
  /** Outside of the container. */
  ids(): Promise<readonly string[]>;
  usage(): Promise<ContainerUsage>;
  /** Stops every process, as Lambda does between invocations. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

/** The init process, the runtime, and a process of each profile, once both have been asked for. */
export const IDLE_PROCESSES = 4;

const MEBIBYTE = 1024 * 1024;

const namespaceOf = (id: string): Promise<string> => readlink(`/proc/${id}/ns/pid`).catch(() => '');

const descriptorsOf = async (id: string): Promise<number> => (await readdir(`/proc/${id}/fd`).catch(() => [])).length;

const memoryMbOf = async (id: string): Promise<number> => {
  const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
};

const isRuntime = async (id: string): Promise<boolean> =>
  (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).startsWith('node\0');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Finds the processes of the container with that name; there are none once it has ended. */
export const containerProcesses = async (name: string): Promise<ContainerProcesses> => {
  const { stdout: firstId = '' } = await execa('podman', ['inspect', '--format', '{{.State.Pid}}', name], {
    reject: false,
  });
  const namespace = await namespaceOf(firstId);
  const tmpDirectory = `/proc/${firstId}/root/tmp`;

  const ids = async (): Promise<readonly string[]> => {
    const all = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
    const namespaces = await Promise.all(all.map(namespaceOf));
    return all.filter((_, index) => namespaces[index] === namespace);
  };
  const signalAll = async (signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> => {
    for (const id of await ids()) process.kill(Number(id), signal);
  };

  return {
    ids,
    async usage() {
      const processes = await ids();
      const memoryMb = await Promise.all(processes.map(memoryMbOf));
      const areRuntime = await Promise.all(processes.map(isRuntime));
      const tmp = await statfs(tmpDirectory);
      return {
        processes: processes.length,
        descriptors: sum(await Promise.all(processes.map(descriptorsOf))),
        memoryMb: Math.round(sum(memoryMb)),
        runtimeMemoryMb: Math.round(sum(memoryMb.filter((_, index) => areRuntime[index]))),
        tmpMb: ((tmp.blocks - tmp.bfree) * tmp.bsize) / MEBIBYTE,
        tmpEntries: (await readdir(tmpDirectory)).length,
      };
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
};
