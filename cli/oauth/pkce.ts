import { createHash, randomBytes } from 'node:crypto';

/** What binds an authorization code to whoever asked for it. */
export interface Pkce {
  /** Sent with the code; 43 characters. */
  readonly verifier: string;
  /** Sent before, when asking for the code. */
  readonly challenge: string;
}

/** The challenge of a verifier, by method S256: https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** A new verifier and its challenge. */
export const createPkce = (): Pkce => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
};
