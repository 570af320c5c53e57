import type { ServiceError } from '#core/errors/service-error.ts';
import type { StopReason } from '#core/runs/run-event.ts';

/** Why a run is over: there is an answer, perhaps a cut one, or it failed. */
export type RunOutcome = { readonly stopReason: StopReason } | { readonly error: ServiceError };
