import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Invocation, InvocationEnd, ResponseChunk } from './invocation.ts';

/** Where a response goes as it is read: what has been streamed stays so, also if the environment dies before its end. */
export interface ResponseSink {
  readonly chunks: ResponseChunk[];
  onBytes(bytes: Uint8Array): void;
}

const ErrorBody = z.object({ errorType: z.string() });

const errorTypeOf = (body: string): string => {
  try {
    return ErrorBody.parse(JSON.parse(body)).errorType;
  } catch {
    return 'Unknown';
  }
};

/**
 * Reads what a runtime posts about an invocation.
 *
 * An error in the middle of a streamed response comes in its trailers, any other as a body:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming */
export const readRuntimeResponse = async (
  incoming: IncomingMessage,
  postedAs: InvocationEnd,
  startedAtMs: number,
  { chunks, onBytes }: ResponseSink = { chunks: [], onBytes: () => {} },
): Promise<Invocation> => {
  const decoder = new TextDecoder();
  for await (const bytes of incoming) {
    onBytes(bytes);
    chunks.push({ afterMs: performance.now() - startedAtMs, text: decoder.decode(bytes, { stream: true }) });
  }
  const isStreamed = incoming.headers['lambda-runtime-function-response-mode'] === 'streaming';
  const trailer = incoming.trailers['lambda-runtime-function-error-type'];
  if (trailer !== undefined) return { end: 'function_error', isStreamed, chunks, errorType: trailer };
  if (postedAs === 'responded') return { end: postedAs, isStreamed, chunks };
  return { end: postedAs, isStreamed, chunks, errorType: errorTypeOf(chunks.map(({ text }) => text).join('')) };
};
