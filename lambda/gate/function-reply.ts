import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { anthropicError } from './anthropic-error.ts';
import { exceptionMessage } from './exception-message.ts';
import type { Reply } from './reply.ts';

/** An answer of a function that streams. */
export interface FunctionResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Never fails: that would end the process of the function. */
  readonly body: Readable;
}

/** An answer that is being written. */
export interface FunctionReply extends Reply {
  /** Resolves as soon as the answer begins. */
  readonly response: Promise<FunctionResponse>;
}

/** What the reader takes for an error, after whatever was cut off. */
const ERROR_ENDINGS: Readonly<Record<string, (status: number, message: string) => string | Uint8Array>> = {
  'text/event-stream': (status, message) =>
    `\n\nevent: error\ndata: ${JSON.stringify(anthropicError(status, message))}\n\n`,
  'application/vnd.amazon.eventstream': (_status, message) => exceptionMessage(message),
};

/** Starts an answer of a function: it cannot break its connection off, so what fails halfway ends with an error event. */
export const createFunctionReply = (): FunctionReply => {
  const { promise: response, resolve } = Promise.withResolvers<FunctionResponse>();
  const body = new PassThrough();
  let contentType: string | undefined;

  const begin: Reply['begin'] = (statusCode, headers) => {
    contentType = headers['content-type'] ?? '';
    resolve({ statusCode, headers, body });
  };

  return {
    response,
    get hasBegun() {
      return contentType !== undefined;
    },
    get isClosed() {
      return body.destroyed;
    },
    begin,
    write: async (chunk, signal) => {
      if (!body.write(chunk)) await once(body, 'drain', { signal });
    },
    end: (rest) => void body.end(rest),
    breakOff: (status, message) => {
      if (contentType === undefined) {
        begin(status, { 'content-type': 'application/json' });
        body.end(JSON.stringify(anthropicError(status, message)));
      } else if (!body.writableEnded && !body.destroyed) {
        const [mediaType = ''] = contentType.split(';');
        body.end(ERROR_ENDINGS[mediaType]?.(status, message));
      }
    },
    onClose: (listener) => void body.once('close', listener),
  };
};
