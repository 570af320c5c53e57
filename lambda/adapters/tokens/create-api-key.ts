import { randomBytes } from 'node:crypto';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import { sha256 } from './sha256.ts';

/** A new API key: to be shown once, and what is stored of it. */
export interface NewApiKey {
  readonly key: string;
  readonly record: ApiKeyRecord;
}

/** Makes an API key of 32 random bytes. */
export const createApiKey = (facts: Omit<ApiKeyRecord, 'prefix' | 'sha256'>): NewApiKey => {
  const key = `hck_${randomBytes(32).toString('base64url')}`;
  return { key, record: apiKeyRecord(key, facts) };
};

/**
 * What is stored of an API key that exists already.
 *
 * @throws Error if the text is not an API key.
 */
export const apiKeyRecord = (key: string, facts: Omit<ApiKeyRecord, 'prefix' | 'sha256'>): ApiKeyRecord => {
  const prefix = apiKeyPrefix(key);
  if (prefix === undefined) throw new Error('not an API key: expected hck_ and 43 characters of base64url');
  return { ...facts, prefix, sha256: sha256(key).toString('hex') };
};
