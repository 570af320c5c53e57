import { SignJWT } from 'jose';
import { loadSigningKey } from '#local/issuer/signing-key.ts';
import type { GovernedProduct } from './open-governed-product.ts';

/** Signs access tokens with the key of the product's own issuer. */
export interface TokenSigner {
  readonly keyId: string;
  /** The claims of a token of the product's client that is good for ten minutes. */
  readonly claims: { readonly iss: string; readonly sub: string; readonly client_id: string };
  /** A token with these claims, changed as told. */
  sign(changes?: object): Promise<string>;
}

/** Signs whatever tokens a test wants: of a user, expired, of others. */
export const openTokenSigner = async ({ baseUrl, credentials, dataDir }: GovernedProduct): Promise<TokenSigner> => {
  const { privateKey, publicJwk } = await loadSigningKey(dataDir);
  const { client_id } = credentials;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: baseUrl, sub: client_id, client_id, token_use: 'access', scope: 'headless-claude/prompts' },
    ...{ iat: nowSeconds, exp: nowSeconds + 600 },
  };
  return {
    keyId: publicJwk.kid,
    claims,
    sign: (changes = {}) =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256', kid: publicJwk.kid }).sign(privateKey),
  };
};
