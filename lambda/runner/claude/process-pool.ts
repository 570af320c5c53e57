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
   * A process that answers: one that was waiting, or a new one. The caller ends it.
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

  /** One after the other, so that a run under way has a processor too. */
  const fill = async (): Promise<void> => {
    for (let profile = missingProfile(); profile; profile = missingProfile()) {
      const next = profile;
      const process = await limit(() => startReady(next), closing.signal);
      if (closing.signal.aborted) return process.end();
      idle[profile].push({ process, readyAtMs: clock() });
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
      return limit(() => startReady(profile), signal);
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
