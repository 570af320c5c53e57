import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '#adapters/tokens/sha256.ts';
import type { Clock } from '#core/clock.ts';
import { grantRuns } from '#core/grants/grant-runs.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';

export interface GateFunctionPortsOptions {
  readonly runner: Runner;
  readonly grants: GrantStore;
  /** The gate function (`gateUpstream`). */
  readonly gate: Upstream;
  readonly clock: Clock;
}

/** What the api function runs, meters and pays prompts by, if the gate is a function of its own. */
export const gateFunctionPorts = ({ runner, grants, gate, clock }: GateFunctionPortsOptions) => ({
  runner: grantRuns(runner, {
    grants,
    clock,
    newSecret: () => randomBytes(32).toString('base64url'),
    sha256: (text) => sha256(text).toString('hex'),
  }),
  meter: (runId: string) => settleGrant(runId, { grants, sleep }),
  upstream: async () => gate,
});
