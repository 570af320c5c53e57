import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { findModel } from '#core/models/find-model.ts';
import { BUDGET_MESSAGE } from './break-off.ts';
import { forwardCall } from './forward-call.ts';
import type { MeteredSession } from './metered-session.ts';
import { readBody } from './read-body.ts';
import { sendError } from './send-error.ts';

/** Twice what the Messages API takes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const CallBody = z.looseObject({ model: z.string() });

const parseBody = (bytes: Buffer): z.infer<typeof CallBody> | undefined => {
  try {
    return CallBody.safeParse(JSON.parse(bytes.toString())).data;
  } catch {
    return undefined;
  }
};

/** Lets a call of the Messages API through, if the run may make it. */
export const serveCall = async (
  session: MeteredSession,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { policy } = session;
  if (!policy) return sendError(response, 403, 'No run has taken this process yet.');
  const bytes = await readBody(incoming, MAX_BODY_BYTES);
  if (session.isClosed) return sendError(response, 401, 'The run of this token has ended.');
  if (!bytes) return sendError(response, 413, `The request is longer than ${MAX_BODY_BYTES} bytes.`);
  const body = parseBody(bytes);
  if (!body) return sendError(response, 400, 'The body must be a JSON object with a model.');

  const model = findModel(policy.models, body.model);
  if (!model) {
    session.emit({ kind: 'model_refused', model: body.model });
    const offered = policy.models.map(({ id }) => id).join(', ');
    return sendError(response, 400, `This run may not use the model "${body.model}". Use one of: ${offered}.`);
  }
  const target = incoming.url ?? '';
  const isCharged = !target.startsWith('/v1/messages/count_tokens');
  if (isCharged && session.hasReachedBudget()) {
    session.emit({ kind: 'budget_reached' });
    return sendError(response, 402, BUDGET_MESSAGE);
  }
  const call = {
    session,
    policy,
    model: isCharged ? model : undefined,
    target,
    headers: incoming.headers,
    // Written anew, so that the provider cannot read another model out of it than was checked: keys may come twice.
    body: JSON.stringify(body),
  };
  await forwardCall(call, response);
};
