import type { Clock } from '#core/clock.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { RUN_GRACE_MS } from '#core/runs/run-grace-ms.ts';
import type { RunRequest, Upstream } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { GrantStore } from './grant-store.ts';
import { runToken } from './run-token.ts';

export interface GrantRunsPorts {
  readonly grants: GrantStore;
  readonly clock: Clock;
  /** 256 random bits, as base64url. */
  readonly newSecret: () => string;
  /** SHA-256 of a text, in hex. */
  readonly sha256: (text: string) => string;
}

/** Long enough for a sweep to find what was spent, also after a few days in which none ran. */
const KEPT_SECONDS = 7 * 86_400;

const withToken = (upstream: Upstream, token: string): Upstream =>
  upstream.provider === 'bedrock' ? { ...upstream, bearerToken: token } : { ...upstream, apiKey: token };

/**
 * The runner, made to call the gate function with a token of each run's own, instead of the provider.
 *
 * What a run has used is then to be asked of `settleGrant`, which also ends the token.
 */
export const grantRuns = (runner: Runner, { grants, clock, newSecret, sha256 }: GrantRunsPorts): Runner => {
  const grant = async (request: RunRequest, tenantId: string): Promise<string> => {
    const token = runToken(request.runId, newSecret());
    const validUntilMs = clock() + request.timeoutMs + RUN_GRACE_MS;
    await grants.create({
      runId: request.runId,
      tenantId,
      tokenSha256: sha256(token),
      modelIds: request.models.map(({ id }) => id),
      maxCostMicroUsd: request.maxCostMicroUsd,
      stallTimeoutMs: request.stallTimeoutMs,
      validUntilMs,
      isClosed: false,
      spent: NO_METRICS,
      reservations: [],
      version: 1,
      expiresAtSeconds: Math.ceil(validUntilMs / 1000) + KEPT_SECONDS,
    });
    return token;
  };

  return {
    async *run(request, tenantId, signal) {
      const token = await grant(request, tenantId);
      yield* runner.run({ ...request, upstream: withToken(request.upstream, token) }, tenantId, signal);
    },
    version: () => runner.version(),
  };
};
