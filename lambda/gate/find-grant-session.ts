import { isOpen } from '#core/grants/grant.ts';
import { runIdOf } from '#core/grants/run-token.ts';
import type { Model } from '#core/models/model.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { CallSession } from './call-session.ts';
import { createGrantSession, type GrantSessionPorts } from './grant-session.ts';
import { hashToken } from './hash-token.ts';

export interface FindGrantSessionPorts extends GrantSessionPorts {
  /** All that the deployment offers, with prices. */
  readonly models: readonly Model[];
  /** The provider, with the credential for it; may have to fetch a secret. */
  readonly upstream: () => Promise<Upstream>;
}

/** The gate in the runner, which is nearer to the run, notices a stall first and ends the run for it. */
const STALL_MARGIN_MS = 5_000;

/**
 * What stands behind the token of a run: undefined if there is no grant that it proves the right to, or that is over.
 *
 * What is no token costs no read.
 */
export const findGrantSession = async (
  token: string,
  { models, upstream, ...ports }: FindGrantSessionPorts,
): Promise<CallSession | undefined> => {
  const runId = runIdOf(token);
  if (runId === undefined) return undefined;
  const grant = await ports.grants.get(runId);
  if (!grant || grant.tokenSha256 !== hashToken(token) || !isOpen(grant, ports.clock())) return undefined;
  const policy = {
    upstream: await upstream(),
    models: models.filter(({ id }) => grant.modelIds.includes(id)),
    maxCostMicroUsd: grant.maxCostMicroUsd,
    stallTimeoutMs: grant.stallTimeoutMs + STALL_MARGIN_MS,
    // The run is told by the gate in its runner, which sees the same answers.
    onEvent: () => {},
  };
  return createGrantSession(grant, policy, ports);
};
