/** Counts what runs at the same time. A lease that nobody gives back ends by itself. */
export interface LeaseStore {
  /**
   * Takes a place among so many of the subject's.
   *
   * @returns how many are taken now, or `undefined` if all were.
   */
  acquire(subject: string, lease: Lease, limit: number): Promise<number | undefined>;
  /** Gives the place back. Safe to repeat. */
  release(subject: string, promptId: string): Promise<void>;
  /** How many places are taken. */
  count(subject: string): Promise<number>;
}

/** A prompt's place among those that run. */
export interface Lease {
  readonly promptId: string;
  /** When the prompt has ended, whether or not it was given back. */
  readonly expiresAtMs: number;
}
