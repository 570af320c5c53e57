import type { CallSession } from './call-session.ts';
import type { MeteredCall } from './metered-call.ts';
import type { Reply } from './reply.ts';
import { sendError } from './send-error.ts';

/** What the CLI is told, with a 402 (a 400 makes it call three times), when the run has cost its maximum. */
export const BUDGET_MESSAGE = 'The budget of this run is used up.';

/** What lies beneath an error of `fetch`, such as `ECONNREFUSED`. */
const rootCause = (error: unknown): string => {
  const { code, cause, message } = error as { code?: string; cause?: unknown; message?: string };
  return cause ? rootCause(cause) : (code ?? message ?? 'unknown cause');
};

/** Ends a call that got no whole answer: the gate has cut it, or else the provider was lost, by `error`. */
export const breakOff = async (
  session: CallSession,
  call: MeteredCall,
  reply: Reply,
  error: unknown,
): Promise<void> => {
  const cause = call.cutCause();
  const isUnanswered = !call.reading && (cause === undefined || cause === 'stalled');
  await session.endCall(call, isUnanswered ? 'free' : 'charged');
  if (cause === 'stalled') {
    session.emit({ kind: 'stalled' });
    sendError(reply, 504, 'The model has stopped answering.', 'stalled');
  } else if (cause === 'budget_reached') {
    session.emit({ kind: 'budget_reached' });
    sendError(reply, 402, BUDGET_MESSAGE, 'budget_reached');
  } else if (cause) {
    reply.breakOff(401, 'The run of this token has ended.');
  } else {
    const message = `The connection to the model provider failed (${rootCause(error)}).`;
    session.emit({ kind: 'upstream_error', status: null, message, isFinal: false });
    sendError(reply, 502, message);
  }
};
