import { readdirSync, readFileSync } from 'node:fs';

/** The processes of this system, as far as this process may know and signal them. */
export interface ProcessTable {
  /** This process. */
  readonly ownId: number;
  /** All processes, also dead ones that nobody has reaped. */
  ids(): readonly number[];
  /** 0 if it has none, or has gone. */
  parentOf(id: number): number;
  /** @return false if there is no such process, or it is another user's */
  signal(id: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): boolean;
  /** Stops, at one moment, every process of this user but this one: none can fork its way out. */
  stopAll(): void;
}

/** Stands for every process that this one may signal, except itself and process 1: kill(2). */
const EVERYONE = -1;

const signal: ProcessTable['signal'] = (id, name) => {
  try {
    return process.kill(id, name);
  } catch {
    return false;
  }
};

const readStatus = (id: number): string => {
  try {
    return readFileSync(`/proc/${id}/status`, 'latin1');
  } catch {
    return '';
  }
};

/** Linux's. Synchronous throughout: whatever runs at the same time gets less time to get away. */
export const PROCESS_TABLE: ProcessTable = {
  ownId: process.pid,
  ids: () => readdirSync('/proc').map(Number).filter(Number.isInteger),
  parentOf: (id) => Number(/^PPid:\s+(\d+)$/m.exec(readStatus(id))?.[1] ?? 0),
  signal,
  stopAll() {
    signal(EVERYONE, 'SIGSTOP');
  },
};
