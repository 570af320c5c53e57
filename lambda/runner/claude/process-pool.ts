import { addAbortListener } from 'node:events';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { Profile } from '#core/runs/run-request.ts';
import { limitConcurrency } from './limit-concurrency.ts';

/** What a pool needs to know of a process. */
export interface PooledProcess {
  /** What it said when it could not start. */
  readonly complaint: string;
  isReady(timeoutMs: number): Promise<boolean>;
  end(): Promise<void>;
}

/** Processes started ahead of the runs that will use them. */
export interface ProcessPool<P> {
  /**
   * A process that answers: one that was waiting or is being started ahead, or a new one. The caller ends it.
   *
   * @throws ServiceError `cli_failed` if none can be started; the signal's reason if it aborts before its turn to start.
   */
  take(profile: Profile, signal: AbortSignal): Promise<P>;
  /**
   * Starts what is missing, unless that is under way. Resolves when it waits, or cannot be started, or is wanted no more.
   *
   * @param profiles which shapes, first things first; all by default
   */
  fill(profiles?: Iterable<Profile>): Promise<void>;
  /** Ends the processes that nobody took; `fill` starts new ones. */
  drain(): Promise<void>;
  /** Ends the processes that nobody took, for good. */
  close(): Promise<void>;
}

export interface ProcessPoolOptions<P> {
  /** How many to hold ready of each shape. */
  readonly sizes: Readonly<Record<Profile, number>>;
  /** Starting takes a processor for half a second: fifty at once are all ready after half a minute. */
  readonly maxStartsAtOnce: number;
  /**
   * How long after a process was taken the pool fills itself again.
   * @default - not before it is told to, and then a start under way gives way to a run that needs another shape
   */
  readonly refillDelayMs?: number | undefined;
  readonly clock: Clock;
  start(profile: Profile): Promise<P>;
}

interface IdleProcess<P> {
  readonly process: P;
  readonly readyAtMs: number;
}

/** A process that the pool is starting. */
interface StartAhead<P> {
  readonly profile: Profile;
  readonly ready: Promise<P>;
  /** Ends it. */
  giveUp(): void;
}

const START_TIMEOUT_MS = 30_000;
/** An idle process answers in three milliseconds. */
const PING_TIMEOUT_MS = 1000;
/** Nobody has measured whether a process is still good after hours. */
const MAX_IDLE_MS = 30 * 60 * 1000;

/** A pool that is empty at first. */
export const createProcessPool = <P extends PooledProcess>({
  sizes,
  maxStartsAtOnce,
  refillDelayMs,
  clock,
  start,
}: ProcessPoolOptions<P>): ProcessPool<P> => {
  const idle: Readonly<Record<Profile, IdleProcess<P>[]>> = { chat: [], agent: [] };
  const limit = limitConcurrency(maxStartsAtOnce);
  const closing = new AbortController();
  /** A run that finds none waiting takes it over. */
  let ahead: StartAhead<P> | undefined;
  let filling: Promise<void> | undefined;
  let refillTimer: NodeJS.Timeout | undefined;

  const startReady = async (profile: Profile, signal?: AbortSignal): Promise<P> => {
    const process = await start(profile);
    using _ = signal && addAbortListener(signal, () => void process.end().catch(() => {}));
    if ((await process.isReady(START_TIMEOUT_MS)) && !signal?.aborted) return process;
    await process.end();
    const reason = process.complaint || 'it gave no reason';
    throw new ServiceError('cli_failed', `Claude Code could not be started: ${reason}.`, { source: 'cli' });
  };

  const isMissing = (profile: Profile): boolean => idle[profile].length < sizes[profile];

  /** Starts a process and keeps it, unless a run takes it over meanwhile. @returns whether it was kept. */
  const startAhead = async (profile: Profile): Promise<boolean> => {
    const givenUp = new AbortController();
    const ready = limit(() => startReady(profile, givenUp.signal), givenUp.signal);
    const starting = { profile, ready, giveUp: () => givenUp.abort() };
    ahead = starting;
    try {
      const process = await ready;
      if (ahead !== starting) return false;
      idle[profile].push({ process, readyAtMs: clock() });
      return true;
    } finally {
      if (ahead === starting) ahead = undefined;
    }
  };

  /** One after the other, so that a run under way has a processor too. */
  const fillUp = async (profiles: readonly Profile[]): Promise<void> => {
    for (let profile = profiles.find(isMissing); profile; profile = profiles.find(isMissing)) {
      if (closing.signal.aborted) return;
      if (!(await startAhead(profile))) return refillSoon();
    }
  };

  const fill = (profiles: Iterable<Profile> = Profile.options): Promise<void> => {
    filling ??= fillUp([...profiles])
      // If it cannot be started, the next run will say so.
      .catch(() => {})
      .finally(() => {
        filling = undefined;
      });
    return filling;
  };

  const refillSoon = (): void => {
    if (refillDelayMs === undefined || closing.signal.aborted) return;
    refillTimer ??= setTimeout(() => {
      refillTimer = undefined;
      void fill();
    }, refillDelayMs);
  };

  const isGood = async ({ process, readyAtMs }: IdleProcess<P>): Promise<boolean> =>
    clock() - readyAtMs <= MAX_IDLE_MS && (await process.isReady(PING_TIMEOUT_MS));

  const drain = async (): Promise<void> => {
    ahead?.giveUp();
    await filling;
    const processes = Profile.options.flatMap((profile) => idle[profile].splice(0));
    await Promise.all(processes.map(({ process }) => process.end()));
  };

  return {
    async take(profile, signal) {
      refillSoon();
      for (let entry = idle[profile].shift(); entry; entry = idle[profile].shift()) {
        if (await isGood(entry)) return entry.process;
        void entry.process.end().catch(() => {});
      }
      if (ahead?.profile === profile) {
        const { ready } = ahead;
        ahead = undefined;
        return ready;
      }
      if (refillDelayMs === undefined) ahead?.giveUp();
      return limit(() => startReady(profile), signal);
    },
    fill,
    drain,
    async close() {
      closing.abort();
      clearTimeout(refillTimer);
      await drain();
    },
  };
};
