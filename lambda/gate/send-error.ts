import { anthropicError } from './anthropic-error.ts';
import type { GateEvent } from './gate-session.ts';
import type { Reply } from './reply.ts';

/** What the gate function has noticed is told to the gate in the runner by this header. */
export const EVENT_HEADER = 'headless-claude-gate-event';

/**
 * Answers with an error of the gate's own; breaks off an answer that has begun.
 *
 * @param event what the run is to be told of it
 */
export const sendError = (reply: Reply, status: number, message: string, event?: GateEvent['kind']): void => {
  if (reply.hasBegun || reply.isClosed) {
    reply.breakOff(status, message);
    return;
  }
  // Obeyed by the CLI; only a provider that was not reached may be there the next time.
  const shouldRetry = String(status === 502);
  reply.begin(status, {
    'content-type': 'application/json',
    'x-should-retry': shouldRetry,
    ...(event !== undefined && { [EVENT_HEADER]: event }),
  });
  reply.end(JSON.stringify(anthropicError(status, message)));
};
