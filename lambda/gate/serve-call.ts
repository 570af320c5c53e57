import { z } from 'zod';
import { findBedrockModel } from '#core/models/find-bedrock-model.ts';
import { findModel } from '#core/models/find-model.ts';
import type { Model } from '#core/models/model.ts';
import { plainModelName } from '#core/models/plain-model-name.ts';
import { ANSWER_TOOL } from '#core/runs/answer-tool.ts';
import { readJson } from '#core/runs/read-json.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { BUDGET_MESSAGE } from './break-off.ts';
import { expectCall } from './call-expectation.ts';
import type { CallRequest } from './call-request.ts';
import type { CallSession } from './call-session.ts';
import { composeCall } from './compose-call.ts';
import type { Endpoint } from './endpoint.ts';
import { forwardCall } from './forward-call.ts';
import type { GatePolicy } from './gate-session.ts';
import type { Reply } from './reply.ts';
import { sendError } from './send-error.ts';

/** Twice what the Messages API takes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const CallBody = z.looseObject({
  model: z.string().optional(),
  max_tokens: z.int().positive().optional().catch(undefined),
  stream: z.boolean().optional().catch(undefined),
});
type CallBody = z.infer<typeof CallBody>;

const Tools = z.array(z.looseObject({ name: z.unknown() })).catch([]);

/** A call of the CLI that bears the token of a session. */
export interface ArrivedCall {
  readonly session: CallSession;
  readonly endpoint: Endpoint;
  readonly request: CallRequest;
  readonly reply: Reply;
  readonly bedrockCredentials: AwsCredentials | undefined;
}

const offeredModel = ({ upstream, models }: GatePolicy, name: string): Model | undefined =>
  upstream.provider === 'bedrock' ? findBedrockModel(models, name) : findModel(models, name);

/** What the CLI has sent, with the contents of the run; `undefined` if it is no call. */
const readCall = (bytes: Buffer, { contents }: GatePolicy): CallBody | undefined => {
  const { data: sent } = CallBody.safeParse(readJson(bytes.toString()));
  return sent && contents ? CallBody.parse(composeCall(sent, contents)) : sent;
};

/** A schema that the CLI cannot compile it drops, and goes on without. Only a chat's calls all have to have the tool. */
const lacksAnswerTool = ({ tools }: CallBody, { contents }: GatePolicy): boolean =>
  contents?.hasOutputSchema === true &&
  contents.profile === 'chat' &&
  !Tools.parse(tools).some(({ name }) => name === ANSWER_TOOL);

/**
 * Written anew, with the model's own name: so the provider cannot read another model out of it than was checked (keys
 * may come twice), and need not know our short names.
 */
const upstreamBody = (body: CallBody, model: Model): string =>
  JSON.stringify({ ...body, ...(body.model !== undefined && { model: model.id }) });

/** Lets a call through to the run's provider, if the run may make it. */
export const serveCall = async (arrived: ArrivedCall): Promise<void> => {
  const { session, endpoint, request, reply } = arrived;
  const { policy } = session;
  if (!policy) return sendError(reply, 403, 'No run has taken this process yet.');
  const { provider } = policy.upstream;
  if (endpoint.provider !== provider) return sendError(reply, 404, `This run calls models by way of ${provider}.`);
  const bytes = await request.readBody(MAX_BODY_BYTES);
  if (session.isClosed) return sendError(reply, 401, 'The run of this token has ended.');
  if (!bytes) return sendError(reply, 413, `The request is longer than ${MAX_BODY_BYTES} bytes.`);
  const body = readCall(bytes, policy);
  const name = endpoint.modelName ?? body?.model;
  if (!body || name === undefined) return sendError(reply, 400, 'The body must be a JSON object with a model.');

  const model = offeredModel(policy, name);
  if (!model) {
    session.emit({ kind: 'model_refused', model: provider === 'bedrock' ? plainModelName(name) : name });
    const offered = policy.models.map(({ id }) => id).join(', ');
    return sendError(reply, 400, `This run may not use the model "${name}". Use one of: ${offered}.`);
  }
  if (lacksAnswerTool(body, policy)) {
    session.emit({ kind: 'schema_refused' });
    return sendError(reply, 400, 'The schema of the output cannot be compiled.');
  }
  await sendCall(arrived, { policy, model, body });
};

/** Sends a call of an offered model to the provider, if it can be sent and the budget allows it. */
const sendCall = async (
  { session, endpoint, request, reply, bedrockCredentials }: ArrivedCall,
  { policy, model, body }: { readonly policy: GatePolicy; readonly model: Model; readonly body: CallBody },
): Promise<void> => {
  const { isCharged } = endpoint;
  const isStreamed = endpoint.isStreamed ?? body.stream === true;
  const text = upstreamBody(body, model);
  // Better no answer than one to the placeholder.
  if (policy.contents && text.includes(policy.contents.placeholder)) {
    return sendError(reply, 400, 'The call has the placeholder of the conversation where it cannot be replaced.');
  }
  const { maxBodyBytes = MAX_BODY_BYTES } = policy.upstream;
  const bodyBytes = Buffer.byteLength(text);
  if (bodyBytes > maxBodyBytes) {
    const message = `The request has ${bodyBytes} bytes; at most ${maxBodyBytes} are possible here.`;
    session.emit({ kind: 'upstream_error', status: 413, message, isFinal: true });
    return sendError(reply, 413, message);
  }
  const expectation = expectCall(text.length, body.max_tokens ?? model.maxOutputTokens, isStreamed);
  const call = await session.startCall(isCharged ? model : undefined, expectation);
  if (!call) {
    session.emit({ kind: 'budget_reached' });
    return sendError(reply, 402, BUDGET_MESSAGE, 'budget_reached');
  }
  const admitted = {
    session,
    policy,
    model,
    call,
    isStreamed,
    target: request.target,
    headers: request.headers,
    body: text,
    bedrockCredentials,
  };
  await forwardCall(admitted, reply);
};
