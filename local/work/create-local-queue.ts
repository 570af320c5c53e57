/** A queue on one machine, and its workers. */
export interface LocalQueue<M> {
  /** @param delaySeconds default 0. */
  send(messages: readonly M[], delaySeconds?: number): Promise<void>;
  /** Lets workers begin. What they do with a message may fail: it comes again a few times. */
  start(perform: (message: M) => Promise<void>): void;
  /** Lets no worker take another message. What waits is found in the table at the next start. */
  stop(): void;
}

export interface LocalQueueOptions<M> {
  /** Messages worked on at once. */
  readonly workers: number;
  /** Whose turn a message takes. */
  readonly groupOf: (message: M) => string;
  readonly report: (message: string, error: unknown) => void;
  /** Calls back after so long. @returns what calls it off. */
  readonly startTimer: (afterMs: number, callback: () => void) => () => void;
}

interface Waiting<M> {
  readonly message: M;
  readonly failures: number;
}

const RETRY_MS = 10_000;
const MAX_FAILURES = 5;

/**
 * Stands in for SQS with fair queues: the next worker that is free takes work of the group that has the
 * least under way, and of several the one whose turn is longest ago.
 *
 * It holds nothing that the table does not: whatever it forgets when the process dies is queued again from there.
 */
export const createLocalQueue = <M>(options: LocalQueueOptions<M>): LocalQueue<M> => {
  const { workers, groupOf, report, startTimer } = options;
  const waiting = new Map<string, Waiting<M>[]>();
  const running = new Map<string, number>();
  /** Which turn was the last of each group: they are counted from 1. */
  const lastTurns = new Map<string, number>();
  const timers = new Set<() => void>();
  let turns = 0;
  let free = workers;
  let perform: ((message: M) => Promise<void>) | undefined;

  const byTurn = (a: string, b: string): number =>
    (running.get(a) ?? 0) - (running.get(b) ?? 0) || (lastTurns.get(a) ?? 0) - (lastTurns.get(b) ?? 0);

  const take = (): Waiting<M> | undefined => {
    const [group] = [...waiting.keys()].sort(byTurn);
    if (group === undefined) return undefined;
    turns += 1;
    lastTurns.set(group, turns);
    const queue = waiting.get(group) ?? [];
    const next = queue.shift();
    if (queue.length === 0) waiting.delete(group);
    return next;
  };

  const put = (item: Waiting<M>): void => {
    const group = groupOf(item.message);
    const queue = waiting.get(group);
    if (queue) queue.push(item);
    else waiting.set(group, [item]);
  };

  const putLater = (items: readonly Waiting<M>[], afterMs: number): void => {
    const callOff = startTimer(afterMs, () => {
      timers.delete(callOff);
      for (const item of items) put(item);
      work();
    });
    timers.add(callOff);
  };

  const workOn = async (item: Waiting<M>): Promise<void> => {
    const group = groupOf(item.message);
    running.set(group, (running.get(group) ?? 0) + 1);
    try {
      await perform?.(item.message);
    } catch (error) {
      report('work could not be done', error);
      const failures = item.failures + 1;
      if (perform && failures < MAX_FAILURES) putLater([{ ...item, failures }], RETRY_MS);
    }
    const others = (running.get(group) ?? 1) - 1;
    if (others > 0) running.set(group, others);
    else running.delete(group);
    free += 1;
    work();
  };

  const work = (): void => {
    while (perform && free > 0) {
      const item = take();
      if (!item) return;
      free -= 1;
      void workOn(item);
    }
  };

  return {
    send: async (messages, delaySeconds = 0) => {
      const items = messages.map((message) => ({ message, failures: 0 }));
      if (delaySeconds > 0) {
        putLater(items, delaySeconds * 1000);
        return;
      }
      for (const item of items) put(item);
      work();
    },
    start: (performing) => {
      perform = performing;
      work();
    },
    stop: () => {
      perform = undefined;
      for (const callOff of timers) callOff();
      timers.clear();
    },
  };
};
