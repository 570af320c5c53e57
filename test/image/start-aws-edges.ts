import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type AwsCall, answerAws } from './aws-answers.ts';

/** A stand-in for the AWS that assets are published to. */
export interface AwsEdges {
  readonly endpoint: string;
  /** What it was asked, oldest first. */
  readonly calls: readonly AwsCall[];
  close(): Promise<void>;
}

/** @param registry host and port of the registry that stands in for ECR's */
export const startAwsEdges = async (registry: string): Promise<AwsEdges> => {
  const calls: AwsCall[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    const call = { method, url, target: String(headers['x-amz-target'] ?? ''), body: await text(incoming) };
    calls.push(call);
    const { status, body } = answerAws(call, registry);
    const isXml = typeof body === 'string';
    response.writeHead(status, { 'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1', etag: '"test"' });
    response.end(isXml ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed.then(() => {});
    },
  };
};
