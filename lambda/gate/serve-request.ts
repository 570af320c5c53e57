import type { IncomingHttpHeaders } from 'node:http';
import type { AwsCredentials } from './aws-credentials.ts';
import type { CallRequest } from './call-request.ts';
import type { CallSession } from './call-session.ts';
import { readEndpoint } from './endpoint.ts';
import type { Reply } from './reply.ts';
import { sendError } from './send-error.ts';
import { serveCall } from './serve-call.ts';

export interface ServeRequestPorts {
  /** What stands behind a token, which may be any text. */
  readonly findSession: (token: string) => CallSession | undefined | Promise<CallSession | undefined>;
  /** What calls of Bedrock are signed with. */
  readonly bedrockCredentials: AwsCredentials | undefined;
}

const NOT_SERVED =
  'The gate serves POST /v1/messages, /v1/messages/count_tokens, and /model/…/invoke(-with-response-stream).';

const readToken = ({ 'x-api-key': apiKey, authorization = '' }: IncomingHttpHeaders): string =>
  typeof apiKey === 'string' ? apiKey : authorization.replace(/^Bearer /i, '');

/** Answers whatever the gate is asked: by the provider, if it is a call that the bearer of its token may make. */
export const serveRequest = async (
  request: CallRequest,
  reply: Reply,
  { findSession, bedrockCredentials }: ServeRequestPorts,
): Promise<void> => {
  const { method, target, headers } = request;
  const [path = ''] = target.split('?');
  if (method === 'HEAD' && path === '/') {
    reply.begin(200, {});
    return reply.end();
  }
  // At each start the CLI asks Bedrock what it can call, which is decided elsewhere.
  if (method === 'GET' && path === '/inference-profiles') {
    reply.begin(200, { 'content-type': 'application/json' });
    return reply.end('{"inferenceProfileSummaries":[]}');
  }
  const endpoint = method === 'POST' ? readEndpoint(path) : undefined;
  if (!endpoint) return sendError(reply, 404, NOT_SERVED);
  const session = await findSession(readToken(headers));
  if (!session) return sendError(reply, 401, 'The token is unknown, or its run has ended.');
  await serveCall({ session, endpoint, request, reply, bedrockCredentials });
};
