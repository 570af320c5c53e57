import type { RunEvent } from '#core/runs/run-event.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { ProcessPool } from '#runner/claude/process-pool.ts';

/** Keeps an environment ready in which one run follows the other, and that is frozen in between. */
export interface EnvironmentUpkeep {
  /** To be told that a run of that profile begins. */
  begin(profile: Profile): void;
  /** To be told what happens in it. */
  notice(event: RunEvent): void;
  /**
   * Makes ready for the next run. To be called when a run has ended.
   *
   * @throws Error if the environment cannot be cleaned: then it must not see another run.
   */
  settle(): Promise<void>;
}

export interface EnvironmentUpkeepOptions {
  readonly pool: Pick<ProcessPool<unknown>, 'fill' | 'drain'>;
  /** Ends all processes and removes all files that are not the runner's. @throws Error if it cannot. */
  clean(): Promise<void>;
}

/** A new environment is made for a run that waits: probably one of the default profile. If not, the start gives way. */
const USUAL_PROFILE: Profile = 'agent';

const BEGINNINGS: ReadonlySet<RunEvent['kind']> = new Set(['text', 'thinking', 'tool_call']);

/**
 * Upkeep of an environment that is the runner's alone, such as Lambda's.
 *
 * Processes wait only for the profiles that were asked for before: most tenants use one. The commands of an agent may
 * have changed any process of the same user, so after its run all are ended; after a chat, which runs none, they stay.
 */
export const createEnvironmentUpkeep = ({ pool, clean }: EnvironmentUpkeepOptions): EnvironmentUpkeep => {
  const wanted = new Set<Profile>();
  let isTainted = false;
  let isAnswering = false;
  void pool.fill([USUAL_PROFILE]);

  return {
    begin(profile) {
      wanted.add(profile);
      isTainted ||= profile === 'agent';
      isAnswering = false;
    },
    notice({ kind }) {
      if (isAnswering || !BEGINNINGS.has(kind)) return;
      isAnswering = true;
      // Not sooner: until the first token a run needs the processor for itself.
      if (!isTainted) void pool.fill(wanted);
    },
    async settle() {
      if (isTainted) {
        await pool.drain();
        await clean();
        isTainted = false;
      }
      await pool.fill(wanted);
    },
  };
};
