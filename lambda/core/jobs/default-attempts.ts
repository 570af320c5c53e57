import type { Profile } from '#core/runs/run-request.ts';

/** How often a job may be started: what is run again must not have had effects, as an agent's commands may have had. */
export const DEFAULT_ATTEMPTS: Readonly<Record<Profile, number>> = { chat: 3, agent: 1 };
