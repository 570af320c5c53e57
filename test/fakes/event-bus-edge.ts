import { json } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** An event as it is put on a bus. */
export interface PutEvent {
  readonly EventBusName?: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** A stand-in for EventBridge whose events a test may look at, and which it may break. */
export interface EventBusEdge extends LoopbackServer {
  readonly events: PutEvent[];
  /** `entry`: takes the request, but not the event in it; `request`: refuses the request; `silence`: never answers. */
  failing: 'entry' | 'request' | 'silence' | undefined;
}

/** Stands in for Amazon EventBridge: answers `PutEvents`. */
export const startEventBusEdge = async (): Promise<EventBusEdge> => {
  const events: PutEvent[] = [];
  const edge = { events, failing: undefined as EventBusEdge['failing'] };
  const server = await startLoopbackServer(async (request, response) => {
    const { Entries } = (await json(request)) as { readonly Entries: readonly PutEvent[] };
    const { failing } = edge;
    if (failing === 'silence') return;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (failing === 'request') {
      response.writeHead(400).end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
      return;
    }
    if (failing === undefined) events.push(...Entries);
    const failure = { ErrorCode: 'InternalFailure', ErrorMessage: 'try later' };
    const results = Entries.map((_, index) => (failing === undefined ? { EventId: `event-${index}` } : failure));
    response.end(JSON.stringify({ FailedEntryCount: failing === undefined ? 0 : Entries.length, Entries: results }));
  });
  return Object.assign(edge, server);
};
