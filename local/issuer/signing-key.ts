import { join } from 'node:path';
import type { CryptoKey, JWK } from 'jose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { readPrivateFile, writePrivateFile } from '#local/private-file.ts';

/** The key that the local issuer signs tokens with. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** Its public half, as it stands in the JWKS. */
  readonly publicJwk: JWK & { readonly kid: string };
}

/** The issuer's key, kept in the data folder so that tokens survive a restart. */
export const loadSigningKey = async (dataDir: string): Promise<SigningKey> => {
  const path = join(dataDir, 'signing-key.json');
  const text = await readPrivateFile(path);
  const privateJwk: JWK = text === undefined ? await generate() : JSON.parse(text);
  if (text === undefined) await writePrivateFile(path, JSON.stringify(privateJwk));
  const { kty = 'RSA', n = '', e = '' } = privateJwk;
  return {
    privateKey: (await importJWK(privateJwk, 'RS256')) as CryptoKey,
    publicJwk: { kty, n, e, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint({ kty, n, e }) },
  };
};

const generate = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return exportJWK(privateKey);
};
