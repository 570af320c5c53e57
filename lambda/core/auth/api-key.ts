/** What is stored of an API key: never the key itself. */
export interface ApiKeyRecord {
  /** The key's public part, by which it is looked up. */
  readonly prefix: string;
  /** SHA-256 of the whole key, hexadecimal. */
  readonly sha256: string;
  readonly tenantId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tier: string;
  readonly createdAtMs: number;
  /** A revoked key is kept, so that its use is recognised. */
  readonly revokedAtMs?: number;
  readonly expiresAtMs?: number;
}

/** Where API keys are kept. */
export interface ApiKeyStore {
  /** The key with that public prefix, also when revoked or expired; `undefined` if there is none. */
  find(prefix: string): Promise<ApiKeyRecord | undefined>;
  put(key: ApiKeyRecord): Promise<void>;
}

/** 32 random bytes in base64url are 43 characters; the first 10 are public, the other 33 carry 198 secret bits. */
const API_KEY = /^(hck_[A-Za-z0-9_-]{10})[A-Za-z0-9_-]{33}$/;

/** The public prefix of an API key, or `undefined` if the text is not one. */
export const apiKeyPrefix = (text: string): string | undefined => API_KEY.exec(text)?.[1];
