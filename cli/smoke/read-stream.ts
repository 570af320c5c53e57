import { readEvents, type ServerSentEvent } from '#cli/http/read-events.ts';
import { expect, expectEqual } from './check.ts';
import type { Deployed } from './deployed.ts';

/** A stream that came to its end. */
export interface ReadStream {
  readonly events: readonly ServerSentEvent[];
  /** From the request to its first and last event. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Whoever buffers a stream delivers all of it at the end: this part of the time must be between first and last event. */
const LEAST_SPREAD = 0.05;

/** Reads a stream to its end. @throws CheckFailed if it is none, or was held back and delivered at once. */
export const readStream = async (deployed: Deployed, path: string, body: object): Promise<ReadStream> => {
  const startMs = deployed.clock();
  const response = await deployed.open('POST', path, { body });
  if (!response.ok) expect(false, `status ${response.status}: ${(await response.text()).slice(0, 160)}`);
  expectEqual('content type', response.headers.get('content-type')?.split(';')[0], 'text/event-stream');
  const events: ServerSentEvent[] = [];
  let firstMs = 0;
  for await (const event of readEvents(response)) {
    if (events.length === 0) firstMs = deployed.clock() - startMs;
    events.push(event);
  }
  const lastMs = deployed.clock() - startMs;
  expect(events.length > 2, `there are ${events.length} events only`);
  expect(lastMs - firstMs > lastMs * LEAST_SPREAD, `all events came together after ${lastMs.toFixed()} ms`);
  return { events, firstMs, lastMs };
};

/** What was seen of a stream. */
export const spreadOf = ({ events, firstMs, lastMs }: ReadStream): string =>
  `${events.length} events, first after ${firstMs.toFixed()} ms, last after ${lastMs.toFixed()} ms`;
