import { toInstant } from '#core/time/to-instant.ts';

/** Whose limit, and of what. */
export type PolicyName = `${'caller' | 'tenant'}-${'minute' | 'tokens' | 'day' | 'concurrent'}`;

/** A limit, and what is left of it. */
export interface RateLimit {
  readonly policy: PolicyName;
  readonly unit: 'requests' | 'tokens' | 'concurrent-requests';
  readonly quota: number;
  /** Absent: not known, because an earlier limit has refused the request. */
  readonly remaining?: number;
  /** Absent: there is no window of time. */
  readonly windowSeconds?: number;
  readonly resetSeconds?: number;
}

/** A limit whose rest is known. */
type KnownLimit = RateLimit & { readonly remaining: number };

/** The one that is used up first. */
const tightest = (limits: readonly KnownLimit[], unit: RateLimit['unit']): KnownLimit | undefined =>
  limits.filter((limit) => limit.unit === unit).toSorted((one, other) => one.remaining - other.remaining)[0];

/** What the clients of Anthropic and of OpenAI look for: of all limits of a unit, the tightest. */
const vendorHeaders = (
  { unit, quota, remaining, resetSeconds = 0 }: KnownLimit,
  nowMs: number,
): Record<string, string> => ({
  [`anthropic-ratelimit-${unit}-limit`]: String(quota),
  [`anthropic-ratelimit-${unit}-remaining`]: String(remaining),
  [`anthropic-ratelimit-${unit}-reset`]: toInstant(nowMs + resetSeconds * 1000),
  [`x-ratelimit-limit-${unit}`]: String(quota),
  [`x-ratelimit-remaining-${unit}`]: String(remaining),
  [`x-ratelimit-reset-${unit}`]: `${resetSeconds}s`,
});

const policyItem = ({ policy, unit, quota, windowSeconds }: RateLimit): string =>
  [
    `"${policy}";q=${quota}`,
    ...(windowSeconds === undefined ? [] : [`w=${windowSeconds}`]),
    ...(unit === 'requests' ? [] : [`qu="${unit}"`]),
  ].join(';');

const limitItem = ({ policy, remaining, resetSeconds }: KnownLimit): string =>
  `"${policy}";r=${remaining}${resetSeconds === undefined ? '' : `;t=${resetSeconds}`}`;

/**
 * The limits as `RateLimit-Policy` and `RateLimit` headers, and in the words of Anthropic and of OpenAI.
 *
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export const rateLimitHeaders = (limits: readonly RateLimit[], nowMs: number): Record<string, string> => {
  const known = limits.filter((limit): limit is KnownLimit => limit.remaining !== undefined);
  const vendor = [tightest(known, 'requests'), tightest(known, 'tokens')].filter((limit) => limit !== undefined);
  return {
    'ratelimit-policy': limits.map(policyItem).join(', '),
    ratelimit: known.map(limitItem).join(', '),
    ...Object.assign({}, ...vendor.map((limit) => vendorHeaders(limit, nowMs))),
  };
};
