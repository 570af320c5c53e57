import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AccessTokenVerifierOptions } from '#adapters/tokens/access-token-verifier.ts';

const ISSUER = 'https://issuer.test';
const JWKS_URL = `${ISSUER}/.well-known/jwks.json`;

/** An issuer of tokens whose keys a verifier knows. */
export interface TestIssuer {
  /** What a verifier needs to trust it, and its client `client-1`. */
  readonly trust: AccessTokenVerifierOptions;
  /** Signs the claims of a good access token, changed as told; `undefined` leaves a claim out. */
  sign(changes?: Readonly<Record<string, unknown>>, header?: { alg: string; kid: string }): Promise<string>;
}

/** Stands in for Cognito: signs whatever claims a test wants. */
export const createTestIssuer = async (): Promise<TestIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwksCache = new SimpleJwksCache({
    fetcher: { fetch: () => Promise.reject(new Error('a test fetched keys')) },
  });
  jwksCache.addJwks(JWKS_URL, {
    keys: [{ ...(await exportJWK(publicKey)), kty: 'RSA', kid: 'key-1', alg: 'RS256', use: 'sig' }],
  });
  return {
    trust: { issuer: ISSUER, jwksUrl: JWKS_URL, clientIds: ['client-1'], jwksCache },
    sign: (changes = {}, header = { alg: 'RS256', kid: 'key-1' }) => {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const claims = {
        iss: ISSUER,
        sub: 'client-1',
        client_id: 'client-1',
        token_use: 'access',
        scope: 'headless-claude/prompts',
        exp: nowSeconds + 3600,
        ...changes,
      };
      return new SignJWT(JSON.parse(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey);
    },
  };
};

/** A token that claims to need no signature. */
export const unsignedToken = (claims: object): string => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none', kid: 'key-1' })}.${encode(claims)}.AA`;
};
