import { z } from 'zod';
import { Quota } from '#core/limits/quota.ts';
import { Allowance } from './allowance.ts';

const timeMs = z.int().exactOptional();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is stored of an API key: never the key itself. */
export const ApiKeyRecord = Quota.extend({
  /** `key_…`; sorts by time. */
  id: z.string(),
  /** The key's public part, by which it is looked up; stays when the key is rotated. */
  prefix: z.string(),
  /** SHA-256 of the whole key, hexadecimal. */
  sha256,
  /** The hash of the key as it was before it was rotated, good until `previousUntilMs`. */
  previousSha256: sha256.exactOptional(),
  previousUntilMs: timeMs,
  tenantId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  models: Allowance.shape.models,
  profiles: Allowance.shape.profiles,
  createdAtMs: z.int(),
  /** Until it is enabled again. */
  disabledAtMs: timeMs,
  /** For ever. A revoked key is kept, so that its use is recognised. */
  revokedAtMs: timeMs,
  expiresAtMs: timeMs,
  /** The API Gateway API key that usage plans meter it by, on AWS. */
  apiGatewayKeyId: z.string().exactOptional(),
  /** The value of that API Gateway key: an identifier, not a credential. */
  usageIdentifierKey: z.string().exactOptional(),
  /** Rises with every change. */
  version: z.int(),
});
export type ApiKeyRecord = z.infer<typeof ApiKeyRecord>;

/** 32 random bytes in base64url are 43 characters; the first 10 are public, the other 33 carry 198 secret bits. */
const API_KEY = /^(hck_[A-Za-z0-9_-]{10})[A-Za-z0-9_-]{33}$/;

/** The public prefix of an API key, or `undefined` if the text is not one. */
export const apiKeyPrefix = (text: string): string | undefined => API_KEY.exec(text)?.[1];
