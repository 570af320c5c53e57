import { setTimeout as sleep } from 'node:timers/promises';
import { gateFunctionPorts } from '#adapters/runner/gate-function-ports.ts';
import { gateUpstream } from '#adapters/runner/gate-upstream.ts';
import { reportError as report } from '#adapters/system/json-log.ts';
import type { Clock } from '#core/clock.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { Settings } from '#core/settings.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { LocalOptions } from './options.ts';
import { startGateFunction } from './start-gate-function.ts';

/** What there is to put a gate between. */
export interface GateParts {
  readonly runner: Runner;
  readonly upstream: Upstream;
  readonly grants: GrantStore;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** How prompts are run, as the place of the gate decides. */
export interface OpenGate extends Pick<ApiPorts, 'runner' | 'upstream' | 'meter'> {
  close(): Promise<void>;
}

/** Puts the gate where the options say: as on AWS, the one inside the runner is always there. */
export const openGate = async (place: LocalOptions['gate'], parts: GateParts): Promise<OpenGate> => {
  const { runner, upstream, grants, settings, clock } = parts;
  if (place === 'runner') return { runner, upstream: async () => upstream, close: async () => {} };
  const { models } = settings;
  const gate = await startGateFunction({
    grants,
    clock,
    sleep,
    watchMs: 1_000,
    models,
    upstream: async () => upstream,
    bedrockCredentials: undefined,
    report,
  });
  const ports = gateFunctionPorts({ runner, grants, gate: gateUpstream({ baseUrl: gate.url }), clock });
  return { ...ports, close: gate.close };
};
