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
  /** Ends the processes that nobody took. */
  close(): Promise<void>;
}

export interface ProcessPoolOptions<P> {
  /** How many to hold ready of each shape. */
  readonly sizes: Readonly<Record<Profile, number>>;
  /** Starting takes a processor for half a second: fifty at once are all ready after half a minute. */
  readonly maxStartsAtOnce: number;
  readonly clock: Clock;
  start(profile: Profile): Promise<P>;
}

interface IdleProcess<P> {
  readonly process: P;
  readonly readyAtMs: number;
}

const START_TIMEOUT_MS = 30_000;
/** An idle process answers in three milliseconds. */
const PING_TIMEOUT_MS = 1000;
/** Nobody has measured whether a process is still good after hours. */
const MAX_IDLE_MS = 30 * 60 * 1000;

/** A run that has just been given a process needs the processors until its first token. */
const REFILL_DELAY_MS = 250;

/** A pool that fills itself at once, and again shortly after a process was taken. */
export const createProcessPool = <P extends PooledProcess>({
  sizes,
  maxStartsAtOnce,
  clock,
  start,
}: ProcessPoolOptions<P>): ProcessPool<P> => {
  const idle: Readonly<Record<Profile, IdleProcess<P>[]>> = { chat: [], agent: [] };
  const limit = limitConcurrency(maxStartsAtOnce);
  const closing = new AbortController();
  /** The process that the pool is starting; a run that finds none waiting takes it over. */
  let underWay: { readonly profile: Profile; readonly process: Promise<P> } | undefined;
  let filling: Promise<void> | undefined;
  let refillTimer: NodeJS.Timeout | undefined;

  const startReady = async (profile: Profile): Promise<P> => {
    const process = await start(profile);
    if (await process.isReady(START_TIMEOUT_MS)) return process;
    await process.end();
    const reason = process.complaint || 'it gave no reason';
    throw new ServiceError('cli_failed', `Claude Code could not be started: ${reason}.`, { source: 'cli' });
  };

  const missingProfile = (): Profile | undefined =>
    Profile.options.find((profile) => idle[profile].length < sizes[profile]);

  /** Starts a process and keeps it, unless a run takes it over meanwhile. @returns whether it was kept. */
  const startAhead = async (profile: Profile): Promise<boolean> => {
    const start = { profile, process: limit(() => startReady(profile), closing.signal) };
    underWay = start;
    try {
      const process = await start.process;
      if (underWay !== start) return false;
      if (closing.signal.aborted) await process.end();
      else idle[profile].push({ process, readyAtMs: clock() });
      return true;
    } finally {
      if (underWay === start) underWay = undefined;
    }
  };

  /** One after the other, so that a run under way has a processor too. */
  const fill = async (): Promise<void> => {
    for (let profile = missingProfile(); profile; profile = missingProfile()) {
      if (!(await startAhead(profile))) return refillSoon();
      if (closing.signal.aborted) return;
    }
  };

  const refill = (): void => {
    filling ??= fill()
      // If it cannot be started, the next run will say so.
      .catch(() => {})
      .finally(() => {
        filling = undefined;
      });
  };

  const refillSoon = (): void => {
    refillTimer ??= setTimeout(() => {
      refillTimer = undefined;
      refill();
    }, REFILL_DELAY_MS);
  };

  const isGood = async ({ process, readyAtMs }: IdleProcess<P>): Promise<boolean> =>
    clock() - readyAtMs <= MAX_IDLE_MS && (await process.isReady(PING_TIMEOUT_MS));

  refill();
  return {
    async take(profile, signal) {
      refillSoon();
      for (let entry = idle[profile].shift(); entry; entry = idle[profile].shift()) {
        if (await isGood(entry)) return entry.process;
        void entry.process.end().catch(() => {});
      }
      if (underWay?.profile !== profile) return limit(() => startReady(profile), signal);
      const { process } = underWay;
      underWay = undefined;
      return process;
    },
    async close() {
      closing.abort();
      clearTimeout(refillTimer);
      const processes = Profile.options.flatMap((profile) => idle[profile].splice(0));
      await Promise.all(processes.map(({ process }) => process.end()));
      await filling;
    },
  };
};
