import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Route } from '#lambda/route-table/route.ts';
import { ROUTES } from '#lambda/routes.ts';
import { type AuthorizationPorts, authorize } from './authorize.ts';
import { invokeFunction, type StreamingFunction } from './invoke-function.ts';
import { matchPath } from './match-path.ts';
import { sendPreflight } from './preflight.ts';
import { toProxyEvent } from './proxy-event.ts';
import { readBody } from './read-body.ts';
import { sendProblem } from './send-problem.ts';

export interface GatewayPorts extends AuthorizationPorts {
  readonly functions: Readonly<Record<Route['function'], StreamingFunction>>;
  /** Origin whose pages may read answers. */
  readonly allowedOrigin: string;
  readonly clock: Clock;
  /** Told of what failed where no function could tell. */
  readonly report: (message: string, error: unknown) => void;
}

/** Serves one HTTP request to its end. Never rejects. */
export type Serve = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** API Gateway on one machine: takes requests to the functions of the route table, as a REST API with streaming does. */
export const createGateway = (ports: GatewayPorts): Serve => {
  const { allowedOrigin } = ports;
  return async (incoming, response) => {
    const requestId = randomUUID();
    const { path, query } = splitUrl(incoming.url ?? '/');
    try {
      const { routes, pathParameters } = matchPath(ROUTES, path);
      if (incoming.method === 'OPTIONS') return sendPreflight(response, allowedOrigin);
      const route = findMethod(routes, incoming.method ?? '');
      const body = await readBody(incoming);
      const event = toProxyEvent({ incoming, requestId, route, path, query, pathParameters, body }, ports.clock());
      event.requestContext.authorizer = await authorize(route, event, ports);
      await invokeFunction(ports.functions[route.function], event, response);
    } catch (error) {
      if (!(error instanceof ServiceError)) ports.report('a request could not be served', error);
      if (response.headersSent || response.destroyed) return;
      sendProblem(response, error, { requestId, instance: path, allowedOrigin });
    }
  };
};

/** Not by `URL`, which would turn `/v1/../admin` into another path. */
const splitUrl = (url: string): { readonly path: string; readonly query: URLSearchParams } => {
  const [path = '/', ...rest] = url.split('?');
  return { path, query: new URLSearchParams(rest.join('?')) };
};

/** API Gateway has only one answer for what is not there; here a wrong method is told from a wrong path. */
const findMethod = (routes: readonly Route[], method: string): Route => {
  const route = routes.find((candidate) => candidate.method === method);
  if (route) return route;
  const allowed = routes.map((candidate) => candidate.method).join(', ');
  throw new ServiceError('method_not_allowed', `${method} is not possible here. Use one of: ${allowed}.`, {
    headers: { allow: allowed },
  });
};
