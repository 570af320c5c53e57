import { ServiceError } from '#core/errors/service-error.ts';
import type { GateEvent } from '#gate/gate-session.ts';
import type { RunOutcome } from './run-outcome.ts';
import { toUpstreamError } from './upstream-failure.ts';

/** The outcome that something noticed by the gate means for a run of that model; `undefined` if the run goes on. */
export const gateOutcome = (event: GateEvent, model: string): RunOutcome | undefined => {
  switch (event.kind) {
    case 'usage':
      return undefined;
    case 'upstream_error':
      return event.isFinal ? { error: toUpstreamError(event) } : undefined;
    case 'stalled': {
      const message = 'The model has stopped answering. Retry later, or with another model.';
      return { error: new ServiceError('upstream_stalled', message, { source: 'upstream' }) };
    }
    case 'budget_reached':
      return { stopReason: 'max_cost' };
    case 'schema_refused': {
      const message =
        'Claude Code cannot compile the JSON schema of the output: use draft 07 without unknown keywords, and references that lead somewhere.';
      return { error: new ServiceError('invalid_request', message, { source: 'cli' }) };
    }
    case 'model_refused':
      // A subagent is told so, and does without.
      if (event.model !== model) return undefined;
      return { error: new ServiceError('unknown_model', `The model "${model}" is not one that this run may use.`) };
  }
};
