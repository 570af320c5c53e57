/** A limit of requests per minute, and what is left of it. */
export interface RateLimit {
  readonly policy: string;
  readonly quota: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/**
 * The limits as `RateLimit-Policy` and `RateLimit` headers.
 *
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export const rateLimitHeaders = (limits: readonly RateLimit[]): Record<string, string> => ({
  'ratelimit-policy': limits.map(({ policy, quota }) => `"${policy}";q=${quota};w=60`).join(', '),
  ratelimit: limits
    .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
    .join(', '),
});
