import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readJson } from '#core/runs/read-json.ts';
import { answerRequest } from './answer-request.ts';
import { createFailureCounts } from './failure-counts.ts';
import type { RecordedCall } from './recorded-call.ts';

export interface StandInModelOptions {
  /** @default 0, which takes any free port */
  readonly port?: number;
  /**
   * How many calls are kept in `calls`, the latest ones; 0 records none.
   * @default 1000
   */
  readonly maxRecordedCalls?: number;
}

/** A stand-in for Anthropic's Messages API on this machine, which is no model: README.md says what it answers. */
export interface StandInModel {
  readonly baseUrl: string;
  /** What it was sent, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Stops it at once; answers under way are broken off. */
  close(): Promise<void>;
}

const readCall = async (incoming: IncomingMessage): Promise<RecordedCall> => {
  const { method = '', url: path = '', headers } = incoming;
  const bytes = await buffer(incoming);
  return { method, path, headers, body: readJson(bytes.toString()), bodyBytes: bytes.length, clientLeft: false };
};

/** Starts a stand-in model on loopback. */
export const startStandInModel = async ({
  port = 0,
  maxRecordedCalls = 1000,
}: StandInModelOptions = {}): Promise<StandInModel> => {
  const calls: RecordedCall[] = [];
  const failures = createFailureCounts();

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const call = await readCall(incoming);
    calls.push(call);
    if (calls.length > maxRecordedCalls) calls.shift();
    try {
      await answerRequest(call, failures, response, gone.signal);
    } catch (error) {
      if (!gone.signal.aborted) throw error;
      call.clientLeft = true;
    }
  };

  const server = createServer((incoming, response) => {
    // Whatever goes wrong here is a bug, or a client that left in the middle of its request: neither can be answered.
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
