import type { ZodType, z } from 'zod';
import type { Principal } from '#core/auth/principal.ts';
import type { Operation, ROUTES } from './routes.ts';

type RouteOf<O extends Operation> = Extract<(typeof ROUTES)[number], { readonly operation: O }>;
type OutputOf<R, K extends string> = R extends Readonly<Record<K, infer S extends ZodType>> ? z.output<S> : undefined;

/** A request that has passed its route: authenticated, parsed, valid. */
export interface ApiRequest<O extends Operation = Operation> {
  readonly requestId: string;
  readonly path: string;
  /** Who calls; undefined unless the route is for callers. */
  readonly principal: RouteOf<O> extends { readonly credential: 'caller' } ? Principal : undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: OutputOf<RouteOf<O>, 'query'>;
  readonly body: OutputOf<RouteOf<O>, 'body'>;
}

/** Server-sent events as they come. */
export interface EventStream {
  /** Frames of text/event-stream. A failure is one of them: iterating never throws. */
  readonly frames: AsyncIterable<string>;
  /** The reader is gone; harmless after the end. */
  cancel(): void;
}

/** What a route answers: an object (JSON) or events. */
export interface ApiResponse {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | EventStream;
}

/** Serves one operation. */
export type RouteHandler<O extends Operation> = (request: ApiRequest<O>) => Promise<ApiResponse>;
