import { canonicalJson } from '#core/idempotency/canonical-json.ts';
import type { IdempotencyClaim, IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import { type KeptAnswer, keptHeaders } from '#core/idempotency/kept-answer.ts';
import { mayBeRepeated, toKeptError } from '#core/idempotency/kept-error.ts';
import { readIdempotencyKey } from '#core/idempotency/read-idempotency-key.ts';
import type { Settings } from '#core/settings.ts';
import type { AnyRequest, ApiResponse } from './api-request.ts';
import type { KnownRoute } from './find-route.ts';
import { isStream } from './is-stream.ts';
import { type KeptFrames, keepFrames } from './keep-frames.ts';
import { type ReplayPorts, replayAnswer } from './replay-answer.ts';

/** What answering once needs of the world. */
export interface IdempotencyPorts extends ReplayPorts {
  readonly idempotency: IdempotencyStore;
  readonly settings: Pick<Settings, 'maxTimeoutSeconds'>;
  readonly report: (message: string, error: unknown) => void;
}

const KEPT_SECONDS = 86_400;
/** After the longest run, for its settlement. */
const GRACE_MS = 60_000;

const NOT_STORED = 'its answer was not kept, because it said "store": false';
const SECRET = 'its answer held a secret, which is shown only once: rotate the key if you do not have it';
const TOO_LARGE = 'its answer was too large to be kept';

/** Undefined if the request does not ask to be answered once. Only what a POST does cannot be repeated by itself. */
const toClaim = (
  { method, operation }: KnownRoute,
  { principal, administrator, path, headers, body, requestId }: AnyRequest,
  { settings, clock }: IdempotencyPorts,
): IdempotencyClaim | undefined => {
  const header = headers['idempotency-key'];
  if (method !== 'POST' || header === undefined) return undefined;
  const nowMs = clock();
  return {
    scope: [principal?.tenantId ?? '', principal?.id ?? administrator?.id ?? '', operation],
    key: readIdempotencyKey(header),
    fingerprint: canonicalJson({ path, body, options: keptHeaders(headers) }),
    requestId,
    deadlineAtMs: nowMs + settings.maxTimeoutSeconds * 1000 + GRACE_MS,
    expiresAtSeconds: Math.floor(nowMs / 1000) + KEPT_SECONDS,
  };
};

/** Why the answer may not be kept, if it may not. */
const reasonNotToKeep = ({ body }: AnyRequest, { holdsSecret = false }: ApiResponse): string | undefined => {
  if (holdsSecret) return SECRET;
  return (body as { readonly store?: unknown } | undefined)?.store === false ? NOT_STORED : undefined;
};

const toKeptEvents = (headers: Record<string, string>, { frames, failure }: KeptFrames): KeptAnswer => {
  if (frames === undefined) return { kind: 'nothing', reason: TOO_LARGE };
  return { kind: 'events', headers, frames, ...(failure !== undefined && { failure: toKeptError(failure) }) };
};

/**
 * Answers a request, and, if it has an `Idempotency-Key`, the same to whoever sends it again within 24 hours.
 *
 * The key is claimed before anything is done. What was refused before anything began is not kept, nor what asks for a
 * retry: the claim is given back. A stream is kept as far as it came, also when its reader hangs up.
 *
 * @throws ServiceError `invalid_request` for a bad key, what `replayAnswer` throws, and what `answer` throws.
 */
export const answerOnce = async (
  route: KnownRoute,
  request: AnyRequest,
  answer: () => Promise<ApiResponse>,
  ports: IdempotencyPorts,
): Promise<ApiResponse> => {
  const { idempotency, report } = ports;
  const claim = toClaim(route, request, ports);
  if (!claim) return answer();
  const earlier = await idempotency.claim(claim);
  if (earlier) return replayAnswer(earlier, request, ports);

  // What was done is done: its caller must get the answer even if it cannot be kept.
  const keep = (kept: KeptAnswer): Promise<void> =>
    idempotency.finish(claim, kept).catch((error) => report('an answer could not be kept for its key', error));

  const response = await answer().catch(async (error) => {
    if (mayBeRepeated(error)) await idempotency.release(claim);
    else await keep(toKeptError(error));
    throw error;
  });
  const reason = reasonNotToKeep(request, response);
  const nothing = reason === undefined ? undefined : ({ kind: 'nothing', reason } as const);
  const { status = 200, body } = response;
  const headers = keptHeaders(response.headers);
  if (isStream(body)) {
    return { ...response, body: keepFrames(body, (kept) => keep(nothing ?? toKeptEvents(headers, kept))) };
  }
  await keep(nothing ?? { kind: 'body', status, headers, body: body as Record<string, unknown> });
  return response;
};
