import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createSseParser } from '#gate/sse-parser.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { chunkFrame, exceptionFrame } from './event-stream-frame.ts';
import { type ExpectedSigner, signatureProblem } from './signature-problem.ts';

/** A call that the stand-in got. */
export interface BedrockCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A stand-in for Bedrock's runtime API: checks the signature as AWS does, and has the stand-in model answer.
 *
 * `[[error]]` throttles in the middle of a stream; `[[fail: 424]]` and the like are Bedrock's statuses.
 */
export interface StandInBedrock {
  readonly baseUrl: string;
  /** Whatever was sent, rightly signed or not. */
  readonly calls: readonly BedrockCall[];
  close(): Promise<void>;
}

const PATH = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/;
const MODEL_ID = /^(arn:aws:bedrock:.*|[a-z-]+\.anthropic\.claude-[\w.:-]+)$/;

const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};

const sendException = (response: ServerResponse, status: number, message: string): void => {
  const name = `${EXCEPTIONS[status]}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ message }));
};

/** What Bedrock would say of a body that was made for the Anthropic API. */
const bodyProblem = (body: BedrockCall['body']): string | undefined => {
  const extra = ['model', 'stream', 'context_management'].find((name) => name in body);
  if (extra) return `${extra}: Extra inputs are not permitted`;
  return body['anthropic_version'] === 'bedrock-2023-05-31' ? undefined : 'anthropic_version: Field required';
};

/** Packs the answer's server-sent events into messages of an event stream. */
const relayEvents = async (answer: Response, response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  const push = createSseParser((data) => {
    const isError = JSON.parse(data).type === 'error';
    response.write(isError ? exceptionFrame('throttlingException', 'Too many tokens, please wait.') : chunkFrame(data));
  });
  for await (const chunk of answer.body ?? []) push(chunk);
  response.end();
};

/** Starts a stand-in for Bedrock on loopback. */
export const startStandInBedrock = async (signer: ExpectedSigner): Promise<StandInBedrock> => {
  const model = await startStandInModel({ maxRecordedCalls: 0 });
  const calls: BedrockCall[] = [];

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { url: path = '', headers, method } = incoming;
    const bytes = await buffer(incoming);
    const body = JSON.parse(bytes.toString());
    calls.push({ path, headers, body });
    const [, escapedId = '', operation] = PATH.exec(path) ?? [];
    if (method !== 'POST' || !operation) return sendException(response, 404, `There is no ${method} ${path}.`);
    const wrongSignature = signatureProblem(incoming, bytes, signer);
    if (wrongSignature) return sendException(response, 403, wrongSignature);
    const id = decodeURIComponent(escapedId);
    const problem = MODEL_ID.test(id) ? bodyProblem(body) : 'The provided model identifier is invalid.';
    if (problem) return sendException(response, 400, problem);

    const stream = operation === 'invoke-with-response-stream';
    const answer = await fetch(`${model.baseUrl}/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ ...body, model: id, stream }),
      signal: gone.signal,
    });
    if (!answer.ok) return sendException(response, answer.status, `The stand-in fails with ${answer.status}.`);
    if (stream) return relayEvents(answer, response);
    response.writeHead(200, { 'content-type': 'application/json' }).end(await answer.text());
  };

  const server = createServer((incoming, response) => {
    // Both a scripted break and a client that left end here.
    serve(incoming, response).catch(() => response.socket?.destroySoon());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      server.close();
      server.closeAllConnections();
      await model.close();
    },
  };
};
