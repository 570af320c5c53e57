import type { ZodType, z } from 'zod';
import type { Administrator } from '#core/auth/administrator.ts';
import type { Principal } from '#core/auth/principal.ts';
import type { Operation, ROUTES } from '#lambda/routes.ts';

type RouteOf<O extends Operation> = Extract<(typeof ROUTES)[number], { readonly operation: O }>;
type OutputOf<R, K extends string> = R extends Readonly<Record<K, infer S extends ZodType>> ? z.output<S> : undefined;

type BodyOf<R> = OutputOf<R, 'body'> | (R extends { readonly form: ZodType } ? OutputOf<R, 'form'> : never);

/** A request that has passed its route: authenticated, parsed, valid. */
export interface ApiRequest<O extends Operation = Operation> {
  readonly requestId: string;
  readonly path: string;
  /** Where callers reach this service: paths of the route table follow. Without a slash at its end. */
  readonly baseUrl: string;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who calls; undefined unless the route is for callers. */
  readonly principal: RouteOf<O> extends { readonly credential: 'caller' } ? Principal : undefined;
  /** Who administers; undefined unless the route is for administrators. */
  readonly administrator: RouteOf<O> extends { readonly credential: 'admin' } ? Administrator : undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: OutputOf<RouteOf<O>, 'query'>;
  readonly body: BodyOf<RouteOf<O>>;
}

/** A request of whichever route. */
export type AnyRequest = Omit<ApiRequest, 'principal' | 'administrator'> & {
  readonly principal?: Principal | undefined;
  readonly administrator?: Administrator | undefined;
};

/** Server-sent events as they come. */
export interface EventStream {
  /** Frames of text/event-stream. An error thrown becomes the last frame, in the words of the route's dialect. */
  readonly frames: AsyncIterable<string>;
  /** The reader is gone; harmless after the end. */
  cancel(): void;
}

/** Text that is not JSON. */
export interface TextBody {
  readonly contentType: string;
  /** ASCII: the middleware sends it in pieces that would cut other characters. */
  readonly text: string;
}

/** What a route answers: an object (JSON), text, or events. */
export interface ApiResponse {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | TextBody | EventStream;
  /**
   * Whether it tells a secret that is shown only once, and must not be kept.
   * @default false
   */
  readonly holdsSecret?: boolean;
}

/** Serves one operation. */
export type RouteHandler<O extends Operation> = (request: ApiRequest<O>) => Promise<ApiResponse>;
