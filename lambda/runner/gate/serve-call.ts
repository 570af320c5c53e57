import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { findBedrockModel } from '#core/models/find-bedrock-model.ts';
import { findModel } from '#core/models/find-model.ts';
import { plainModelName } from '#core/models/plain-model-name.ts';
import { readJson } from '#core/runs/read-json.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { BUDGET_MESSAGE } from './break-off.ts';
import type { Endpoint } from './endpoint.ts';
import { forwardCall } from './forward-call.ts';
import type { MeteredSession } from './metered-session.ts';
import { readBody } from './read-body.ts';
import { sendError } from './send-error.ts';

/** Twice what the Messages API takes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const CallBody = z.looseObject({ model: z.string().optional() });

/** A call of the CLI that bears the token of a session. */
export interface ArrivedCall {
  readonly session: MeteredSession;
  readonly endpoint: Endpoint;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly bedrockCredentials: AwsCredentials | undefined;
}

/** Lets a call through to the run's provider, if the run may make it. */
export const serveCall = async (arrived: ArrivedCall): Promise<void> => {
  const { session, endpoint, incoming, response, bedrockCredentials } = arrived;
  const { policy } = session;
  if (!policy) return sendError(response, 403, 'No run has taken this process yet.');
  const { provider } = policy.upstream;
  if (endpoint.provider !== provider) return sendError(response, 404, `This run calls models by way of ${provider}.`);
  const bytes = await readBody(incoming, MAX_BODY_BYTES);
  if (session.isClosed) return sendError(response, 401, 'The run of this token has ended.');
  if (!bytes) return sendError(response, 413, `The request is longer than ${MAX_BODY_BYTES} bytes.`);
  const { data: body } = CallBody.safeParse(readJson(bytes.toString()));
  const name = endpoint.modelName ?? body?.model;
  if (!body || name === undefined) return sendError(response, 400, 'The body must be a JSON object with a model.');

  const isBedrock = provider === 'bedrock';
  const model = isBedrock ? findBedrockModel(policy.models, name) : findModel(policy.models, name);
  if (!model) {
    session.emit({ kind: 'model_refused', model: isBedrock ? plainModelName(name) : name });
    const offered = policy.models.map(({ id }) => id).join(', ');
    return sendError(response, 400, `This run may not use the model "${name}". Use one of: ${offered}.`);
  }
  const { isCharged } = endpoint;
  if (isCharged && session.hasReachedBudget()) {
    session.emit({ kind: 'budget_reached' });
    return sendError(response, 402, BUDGET_MESSAGE);
  }
  const call = {
    session,
    policy,
    model,
    isCharged,
    target: incoming.url ?? '',
    headers: incoming.headers,
    // Written anew, so that the provider cannot read another model out of it than was checked: keys may come twice.
    body: JSON.stringify(body),
    bedrockCredentials,
  };
  await forwardCall(call, response);
};
