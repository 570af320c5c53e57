import type { Deployment, OAuth } from './deployment.ts';

/** The deployment that a command is for. */
export interface Target extends Deployment {
  /** An access token that was given, and is used as it is. */
  readonly accessToken?: string;
  /** The tenant meant where none is named: only local mode has one. */
  readonly tenantId?: string;
  /** Keeps a newer access token for the next command; absent where tokens cost nothing. */
  readonly saveOAuth?: (oauth: OAuth) => Promise<void>;
}
