import type { ApiKeyRecord } from './api-key.ts';

/** What is decided about an API key, as opposed to what follows from the key itself. */
export type ApiKeyFacts = Omit<ApiKeyRecord, 'prefix' | 'sha256' | 'previousSha256' | 'previousUntilMs' | 'version'>;

/** A new secret: to be shown once, and what is stored of it. */
export interface NewApiKey {
  readonly key: string;
  readonly record: ApiKeyRecord;
}

/** Another secret for a key: to be shown once, and its hash, to be stored. */
export interface NewSecret {
  readonly key: string;
  readonly sha256: string;
}

/** Makes the secrets of API keys. */
export interface ApiKeyMaker {
  create(facts: ApiKeyFacts): NewApiKey;
  /** Another secret for the key with that public prefix. */
  renew(prefix: string): NewSecret;
}
