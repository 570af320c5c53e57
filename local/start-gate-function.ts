import type { FunctionUrlEvent } from '#gate/function-request.ts';
import { createGate, type GatePorts } from '#lambda/create-gate.ts';
import { serveFunctionUrl } from '#local/gateway/function-url.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import { listen } from './listen.ts';

/** The gate function behind its URL, on this machine. */
export interface GateFunction {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the gate function, made as lambda/gate.ts makes it, on any free port of loopback. */
export const startGateFunction = async (ports: GatePorts): Promise<GateFunction> => {
  installAwsLambda();
  // middy's types do not know that a handler in streaming mode is also given a stream.
  const handler = createGate(ports) as unknown as StreamingFunction<FunctionUrlEvent>;
  const server = await listen('127.0.0.1', 0);
  server.serve(serveFunctionUrl(handler, ports.report));
  return { url: server.baseUrl, close: server.close };
};
