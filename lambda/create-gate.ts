import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { type FindGrantSessionPorts, findGrantSession } from '#gate/find-grant-session.ts';
import { createFunctionReply } from '#gate/function-reply.ts';
import { type FunctionUrlEvent, functionRequest } from '#gate/function-request.ts';
import { serveRequest } from '#gate/serve-request.ts';

/** What the gate function needs of the world. */
export interface GatePorts extends FindGrantSessionPorts {
  /** What calls of Bedrock are signed with. */
  readonly bedrockCredentials: AwsCredentials | undefined;
  readonly report: (message: string, error: unknown) => void;
}

/**
 * The gate function: makes the model calls of runs for whoever bears a run's token, behind a function URL that streams.
 *
 * The global `awslambda` of the Lambda runtime must be there when this is called.
 */
export const createGate = (ports: GatePorts) => {
  const { bedrockCredentials, report } = ports;
  const findSession = (token: string) => findGrantSession(token, ports);
  return middy<FunctionUrlEvent>({ executionMode: executionModeStreamifyResponse, timeoutEarlyInMillis: 0 }).handler(
    (event) => {
      const reply = createFunctionReply();
      serveRequest(functionRequest(event), reply, { findSession, bedrockCredentials }).catch((error: unknown) => {
        report('a model call could not be served', error);
        reply.breakOff(500, 'The gate failed. Retry later.');
      });
      return reply.response;
    },
  );
};
