import { json } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** A stand-in for Secrets Manager whose secrets a test may change. */
export interface SecretsEdge extends LoopbackServer {
  readonly secrets: Map<string, string>;
  readonly reads: string[];
}

/** Stands in for AWS Secrets Manager: answers `GetSecretValue`. */
export const startSecretsEdge = async (): Promise<SecretsEdge> => {
  const secrets = new Map<string, string>();
  const reads: string[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    const { SecretId } = (await json(request)) as { readonly SecretId: string };
    reads.push(SecretId);
    const secret = secrets.get(SecretId);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (secret === undefined) {
      response.writeHead(400).end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such secret' }));
    } else {
      response.end(JSON.stringify({ ARN: SecretId, SecretString: secret }));
    }
  });
  return { ...server, secrets, reads };
};
