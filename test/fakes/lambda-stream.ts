import { Writable } from 'node:stream';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import type { ResponsePrelude } from '#local/gateway/lambda-response.ts';

installAwsLambda();

/** Stands in for the stream that Lambda's runtime gives a function, and keeps what is written to it. */
class CollectingStream extends Writable {
  prelude: ResponsePrelude | undefined;
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  begin(prelude: ResponsePrelude): this {
    this.prelude = prelude;
    return this;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#chunks.push(chunk);
    callback();
  }
}

/** An answer that may still be coming. */
export interface StreamedAnswer {
  readonly stream: CollectingStream;
  /** Rejects if the function does, which would take down the process of a real one. */
  readonly ended: Promise<unknown>;
}

/** An answer that has come. */
export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
  readonly json: any;
}

/** A handler made by `createApi`, which middy's types do not know to take a stream. */
type StreamingHandler = (event: APIGatewayProxyEvent, stream: CollectingStream, context: object) => Promise<unknown>;

/** Calls a function that streams its answer, as Lambda's runtime does. */
export const beginInvocation = (handler: unknown, event: APIGatewayProxyEvent): StreamedAnswer => {
  const stream = new CollectingStream();
  stream.on('error', () => {});
  const ended = (handler as StreamingHandler)(event, stream, {});
  return { stream, ended };
};

/** Calls a function that streams its answer, and waits for all of it. */
export const invoke = async (handler: unknown, event: APIGatewayProxyEvent): Promise<Answer> => {
  const { stream, ended } = beginInvocation(handler, event);
  await ended;
  const { prelude, text } = stream;
  const headers = prelude?.headers ?? {};
  const isJson = headers['content-type']?.includes('json');
  return { status: prelude?.statusCode, headers, text, json: isJson ? JSON.parse(text) : undefined };
};
