import type { ServerResponse } from 'node:http';
import type { MeteredCall } from './metered-call.ts';
import type { MeteredSession } from './metered-session.ts';
import { sendError } from './send-error.ts';

/** What the CLI is told, with a 402 (a 400 makes it call three times), when the run has cost its maximum. */
export const BUDGET_MESSAGE = 'The budget of this run is used up.';

/** What lies beneath an error of `fetch`, such as `ECONNREFUSED`. */
const rootCause = (error: unknown): string => {
  const { code, cause, message } = error as { code?: string; cause?: unknown; message?: string };
  return cause ? rootCause(cause) : (code ?? message ?? 'unknown cause');
};

/** Ends a call that got no whole answer: the gate has cut it, or else the provider was lost, by `error`. */
export const breakOff = (
  session: MeteredSession,
  call: MeteredCall,
  response: ServerResponse,
  error: unknown,
): void => {
  const cause = call.cutCause();
  const isUnanswered = !call.reading && (cause === undefined || cause === 'stalled');
  session.endCall(call, isUnanswered ? 'free' : 'charged');
  if (cause === 'stalled') {
    session.emit({ kind: 'stalled' });
    sendError(response, 504, 'The model has stopped answering.');
  } else if (cause === 'budget_reached') {
    session.emit({ kind: 'budget_reached' });
    sendError(response, 402, BUDGET_MESSAGE);
  } else if (cause) {
    response.destroy();
  } else {
    const message = `The connection to the model provider failed (${rootCause(error)}).`;
    session.emit({ kind: 'upstream_error', status: null, message, isFinal: false });
    sendError(response, 502, message);
  }
};
