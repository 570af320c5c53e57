import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { findBedrockModel } from '#core/models/find-bedrock-model.ts';
import { findModel } from '#core/models/find-model.ts';
import type { Model } from '#core/models/model.ts';
import { plainModelName } from '#core/models/plain-model-name.ts';
import { readJson } from '#core/runs/read-json.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { BUDGET_MESSAGE } from './break-off.ts';
import { expectCall } from './call-expectation.ts';
import type { Endpoint } from './endpoint.ts';
import { forwardCall } from './forward-call.ts';
import type { GatePolicy } from './gate-session.ts';
import type { MeteredSession } from './metered-session.ts';
import { readBody } from './read-body.ts';
import { sendError } from './send-error.ts';

/** Twice what the Messages API takes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const CallBody = z.looseObject({
  model: z.string().optional(),
  max_tokens: z.int().positive().optional().catch(undefined),
  stream: z.boolean().optional().catch(undefined),
});

/** A call of the CLI that bears the token of a session. */
export interface ArrivedCall {
  readonly session: MeteredSession;
  readonly endpoint: Endpoint;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly bedrockCredentials: AwsCredentials | undefined;
}

const offeredModel = ({ upstream, models }: GatePolicy, name: string): Model | undefined =>
  upstream.provider === 'bedrock' ? findBedrockModel(models, name) : findModel(models, name);

/**
 * Written anew, with the model's own name: so the provider cannot read another model out of it than was checked (keys
 * may come twice), and need not know our short names.
 */
const upstreamBody = (body: z.infer<typeof CallBody>, model: Model): string =>
  JSON.stringify({ ...body, ...(body.model !== undefined && { model: model.id }) });

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

  const model = offeredModel(policy, name);
  if (!model) {
    session.emit({ kind: 'model_refused', model: provider === 'bedrock' ? plainModelName(name) : name });
    const offered = policy.models.map(({ id }) => id).join(', ');
    return sendError(response, 400, `This run may not use the model "${name}". Use one of: ${offered}.`);
  }
  const { isCharged } = endpoint;
  const isStreamed = endpoint.isStreamed ?? body.stream === true;
  const expectation = expectCall(bytes.length, body.max_tokens ?? model.maxOutputTokens, isStreamed);
  const call = await session.startCall(isCharged ? model : undefined, expectation);
  if (!call) {
    session.emit({ kind: 'budget_reached' });
    return sendError(response, 402, BUDGET_MESSAGE);
  }
  const admitted = {
    session,
    policy,
    model,
    call,
    isStreamed,
    target: incoming.url ?? '',
    headers: incoming.headers,
    body: upstreamBody(body, model),
    bedrockCredentials,
  };
  await forwardCall(admitted, response);
};
