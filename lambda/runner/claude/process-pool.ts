import type { Clock } from '#core/clock.ts';
import { Profile } from '#core/runs/run-request.ts';

/** What a pool needs to know of a process. */
export interface PooledProcess {
  isReady(timeoutMs: number): Promise<boolean>;
  end(): Promise<void>;
}

/** Processes started ahead of the runs that will use them. */
export interface ProcessPool<P> {
  /** A process that answers, or one just started; the caller ends it. */
  take(profile: Profile): Promise<P>;
  /** Ends the processes that nobody took. */
  close(): Promise<void>;
}

export interface ProcessPoolOptions<P> {
  /** How many to hold ready of each shape. */
  readonly sizes: Readonly<Record<Profile, number>>;
  readonly clock: Clock;
  start(profile: Profile): Promise<P>;
}

interface IdleProcess<P> {
  readonly process: P;
  readonly readyAtMs: number;
}

/** Starting takes a third of a second; eight at once on two cores, three. */
const START_TIMEOUT_MS = 30_000;
/** An idle process answers in three milliseconds. */
const PING_TIMEOUT_MS = 1000;
/** Nobody has measured whether a process is still good after hours. */
const MAX_IDLE_MS = 30 * 60 * 1000;

/** A pool that fills itself at once. */
export const createProcessPool = <P extends PooledProcess>({
  sizes,
  clock,
  start,
}: ProcessPoolOptions<P>): ProcessPool<P> => {
  const idle: Readonly<Record<Profile, IdleProcess<P>[]>> = { chat: [], agent: [] };
  let filling: Promise<void> | undefined;
  let isClosed = false;

  const missingProfile = (): Profile | undefined =>
    isClosed ? undefined : Profile.options.find((profile) => idle[profile].length < sizes[profile]);

  /** One after the other: starting two at once on two cores makes a run that is under way wait. */
  const fill = async (): Promise<void> => {
    for (let profile = missingProfile(); profile; profile = missingProfile()) {
      const process = await start(profile);
      if (!(await process.isReady(START_TIMEOUT_MS)) || isClosed) return process.end();
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

  const isGood = async ({ process, readyAtMs }: IdleProcess<P>): Promise<boolean> =>
    clock() - readyAtMs <= MAX_IDLE_MS && (await process.isReady(PING_TIMEOUT_MS));

  refill();
  return {
    async take(profile) {
      for (let entry = idle[profile].shift(); entry; entry = idle[profile].shift()) {
        refill();
        if (await isGood(entry)) return entry.process;
        void entry.process.end().catch(() => {});
      }
      refill();
      return start(profile);
    },
    async close() {
      isClosed = true;
      const processes = Profile.options.flatMap((profile) => idle[profile].splice(0));
      await Promise.all(processes.map(({ process }) => process.end()));
      await filling;
    },
  };
};
