import type { Grant } from './grant.ts';

/** Where grants are kept. */
export interface GrantStore {
  /** Stores a new grant. Fails if the run has one. */
  create(grant: Grant): Promise<void>;
  /** The grant as last stored; `undefined` if there is none, or its time is over. */
  get(runId: string): Promise<Grant | undefined>;
  /**
   * Stores what has become of a grant, if nobody else has since it was read; what it allows stays as it was created.
   *
   * @returns the grant as stored, with its new version; `undefined` if somebody else was faster.
   */
  replace(grant: Grant): Promise<Grant | undefined>;
}
