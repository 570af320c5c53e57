import type { ApiKeyRecord } from './api-key.ts';

/** The key with another secret; the one until now works until `previousUntilMs`. Only the last two ever work. */
export const rotateSecret = (key: ApiKeyRecord, sha256: string, previousUntilMs: number): ApiKeyRecord => ({
  ...key,
  sha256,
  previousSha256: key.sha256,
  previousUntilMs,
});
