import { randomBytes } from 'node:crypto';
import { type ApiKeyRecord, apiKeyPrefix } from '#core/auth/api-key.ts';
import type { ApiKeyFacts, NewApiKey, NewSecret } from '#core/auth/api-key-maker.ts';
import { sha256 } from './sha256.ts';

/** Makes an API key. */
export const createApiKey = (facts: ApiKeyFacts): NewApiKey => {
  const key = generateApiKey();
  return { key, record: apiKeyRecord(key, facts) };
};

/** Makes another secret for a key, whose public prefix stays. */
export const renewApiKey = (prefix: string): NewSecret => {
  const key = prefix + generateApiKey().slice(prefix.length);
  return { key, sha256: hashOf(key) };
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
  return { ...facts, prefix, sha256: hashOf(key), version: 1 };
};

const hashOf = (key: string): string => sha256(key).toString('hex');
