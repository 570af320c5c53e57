import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import type { AddressPolicy } from '#core/webhooks/is-allowed-address.ts';
import { mayReach } from '#core/webhooks/may-reach.ts';
import type { PostWebhook } from '#core/webhooks/post-webhook.ts';
import { failureWords } from './failure-words.ts';
import { createGuardedLookup, type Resolve } from './guarded-lookup.ts';
import { RefusedAddress } from './refused-address.ts';
import { signedHeaders } from './signed-headers.ts';

export interface PostWebhookOptions {
  /** The version of the service, for the user agent. */
  readonly version: string;
  readonly addressPolicy: AddressPolicy;
  /** @default - the system's resolver */
  readonly resolve?: Resolve;
  /** @default 15_000 */
  readonly timeoutMs?: number;
}

/** What is read of an answer, and thrown away. */
const MAX_ANSWER_BYTES = 16_384;

const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * Posts webhooks over HTTP: each over a connection of its own, to addresses that were checked for it.
 *
 * Redirects are not followed, no proxy is used, and of the answer nothing is kept but its status and Retry-After.
 */
export const createPostWebhook = (options: PostWebhookOptions): PostWebhook => {
  const { version, addressPolicy, resolve = resolveBySystem, timeoutMs = 15_000 } = options;
  const connect = buildConnector({ lookup: createGuardedLookup(resolve, addressPolicy), timeout: timeoutMs });
  const dispatcher = new Agent({
    connect: (target, callback) => {
      const { hostname } = target;
      // Sockets look up names, but not what is an address already.
      const isRefused = isIP(hostname) !== 0 && !mayReach(hostname, hostname, addressPolicy);
      if (isRefused) callback(new RefusedAddress(hostname), null);
      else connect(target, callback);
    },
    // No connection is kept: the next one may lead elsewhere, and a frozen function would find it dead.
    pipelining: 0,
  });

  return async ({ url, ...post }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = {
      'content-type': 'application/json',
      'user-agent': `headless-claude-webhooks/${version}`,
      ...signedHeaders(post),
    };
    try {
      const answer = await request(url, { method: 'POST', headers, body: post.body, dispatcher, signal });
      // Its status is what counts, whatever becomes of the rest.
      await answer.body.dump({ limit: MAX_ANSWER_BYTES, signal }).catch(() => {});
      const retryAfter = answer.headers['retry-after'];
      const status = { kind: 'answered', status: answer.statusCode } as const;
      return { ...status, ...(typeof retryAfter === 'string' && { retryAfter }) };
    } catch (error) {
      return { kind: 'failed', error: failureWords(error, timeoutMs) };
    }
  };
};
