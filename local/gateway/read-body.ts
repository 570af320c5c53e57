import type { IncomingMessage } from 'node:http';
import { ServiceError } from '#core/errors/service-error.ts';

/** API Gateway's own limit: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Reads a request's body, or `null` if there is none.
 *
 * A body that is too large is read to its end, without being kept: a client that is still sending would not see an
 * answer.
 *
 * @throws ServiceError `request_too_large`, `canceled`.
 */
export const readBody = async (incoming: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming) {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch (cause) {
    throw new ServiceError('canceled', 'The client hung up before its request was complete.', { cause });
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new ServiceError('request_too_large', `The body has ${bytes} bytes; at most ${MAX_BODY_BYTES} are allowed.`);
  }
  return bytes === 0 ? null : Buffer.concat(chunks).toString('utf8');
};
