import { randomBytes } from 'node:crypto';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import { sha256 } from './sha256.ts';

/** What is decided about an API key, as opposed to what follows from the key itself. */
export type ApiKeyFacts = Omit<ApiKeyRecord, 'prefix' | 'sha256'>;

/** A new API key: to be shown once, and what is stored of it. */
export interface NewApiKey {
  readonly key: string;
  readonly record: ApiKeyRecord;
}

/** Makes an API key. */
export const createApiKey = (facts: ApiKeyFacts): NewApiKey => {
  const key = generateApiKey();
  return { key, record: apiKeyRecord(key, facts) };
};

/** The text of a new API key: 32 random bytes. */
export const generateApiKey = (): string => `hck_${randomBytes(32).toString('base64url')}`;

/**
 * What is stored of an API key.
 *
 * @throws Error if the text is not an API key.
 */
export const apiKeyRecord = (key: string, facts: ApiKeyFacts): ApiKeyRecord => {
  const prefix = apiKeyPrefix(key);
  if (prefix === undefined) throw new Error('not an API key: expected hck_ and 43 characters of base64url');
  return { ...facts, prefix, sha256: sha256(key).toString('hex') };
};
