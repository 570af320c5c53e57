import type { ApiKeyRecord } from './api-key.ts';

/** A page of a tenant's keys, oldest first. */
export interface ApiKeyPage {
  readonly keys: readonly ApiKeyRecord[];
  readonly hasMore: boolean;
  /** What the next page comes `after`. */
  readonly lastId?: string;
}

/** Where API keys are kept. */
export interface ApiKeyStore {
  /** The key with that public prefix, also when revoked or expired; `undefined` if there is none. */
  find(prefix: string): Promise<ApiKeyRecord | undefined>;
  /** The tenant's key with that id. */
  get(tenantId: string, id: string): Promise<ApiKeyRecord | undefined>;
  /** The tenant's keys, revoked ones too. */
  list(tenantId: string, query: { readonly limit: number; readonly after?: string }): Promise<ApiKeyPage>;
  /** Stores a new key. Fails if there is one with its prefix. */
  create(key: ApiKeyRecord): Promise<void>;
  /**
   * Stores what has become of a key, if nobody else has changed it since it was read.
   *
   * @returns the key as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(key: ApiKeyRecord): Promise<ApiKeyRecord | undefined>;
}
