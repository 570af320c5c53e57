import type { ApiKeyRecord } from './api-key.ts';

/** What is decided about an API key, as opposed to what follows from the key itself. */
export type ApiKeyFacts = Omit<ApiKeyRecord, 'prefix' | 'sha256' | 'previousSha256' | 'previousUntilMs' | 'version'>;

/** A new secret: to be shown once, and what is stored of it. */
export interface NewApiKey {
  readonly key: string;
  readonly record: ApiKeyRecord;
}

/** Makes the secrets of API keys. */
export interface ApiKeyMaker {
  create(facts: ApiKeyFacts): NewApiKey;
  /** Another secret for a key; the one until now works until then. Only the last two ever work. */
  rotate(record: ApiKeyRecord, previousUntilMs: number): NewApiKey;
}
