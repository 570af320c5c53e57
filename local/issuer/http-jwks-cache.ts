import { FetchError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** Fetches and keeps an issuer's public keys; aws-jwt-verify itself fetches by HTTPS only, the local issuer has HTTP. */
export const createHttpJwksCache = (): SimpleJwksCache =>
  new SimpleJwksCache({
    fetcher: {
      fetch: async (url) => {
        try {
          const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
          if (!answer.ok) throw new Error(`status ${answer.status}`);
          return await answer.arrayBuffer();
        } catch (error) {
          throw new FetchError(url, error);
        }
      },
    },
  });
