import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Administrator, toAdministrator } from '#core/auth/administrator.ts';
import { Allowance } from '#core/auth/allowance.ts';
import type { Principal } from '#core/auth/principal.ts';
import { parseInput } from '#core/errors/parse-input.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Route } from '#lambda/route-table/route.ts';
import type { Operation } from '#lambda/routes.ts';
import { answerOnce, type IdempotencyPorts } from './answer-once.ts';
import type { ApiRequest, ApiResponse, RouteHandler } from './api-request.ts';
import { baseUrlOf } from './base-url.ts';
import { findRoute } from './find-route.ts';
import { readBody } from './read-body.ts';

/** The caller, as the authorizer described it: flat, because API Gateway passes only strings. */
const principalOf = (event: APIGatewayProxyEvent): Principal | undefined => {
  const { tenantId, principalId, principalKind, scopes, tier, allowance } = event.requestContext.authorizer ?? {};
  if (!tenantId) return undefined;
  const caller = { kind: principalKind, id: principalId, tenantId, scopes: scopes.split(' '), tier };
  return { ...caller, ...Allowance.parse(JSON.parse(allowance)) };
};

/** The administrator, by the claims of the access token that Cognito's authorizer has verified. */
const administratorOf = (event: APIGatewayProxyEvent): Administrator | undefined => {
  const { claims } = event.requestContext.authorizer ?? {};
  return claims && toAdministrator(claims);
};

const checkCaller = (route: Route, principal: Principal | undefined): void => {
  if (route.credential !== 'caller') return;
  if (!principal) throw new Error(`${route.path} was reached without an authorizer`);
  if (route.scope === undefined || principal.scopes.includes(route.scope)) return;
  const has = principal.scopes.join(', ') || 'none';
  throw new ServiceError('permission_denied', `This needs the scope "${route.scope}"; the credential has: ${has}.`);
};

const toApiRequest = async (event: APIGatewayProxyEvent, route: Route): Promise<ApiRequest> => {
  const principal = principalOf(event);
  checkCaller(route, principal);
  return {
    requestId: event.requestContext.requestId,
    path: event.path,
    baseUrl: baseUrlOf(event),
    headers: event.headers,
    principal,
    administrator: administratorOf(event),
    pathParameters: event.pathParameters ?? {},
    query: route.query && parseInput(route.query, event.queryStringParameters ?? {}, 'query'),
    body: await readBody(event, route),
  } as ApiRequest;
};

/** A handler that takes the request of any route: each is only ever given that of its own. */
type AnyHandler = (request: ApiRequest) => Promise<ApiResponse>;

/**
 * Serves a proxy event of API Gateway by the operation of its route.
 *
 * @throws ServiceError for whatever is wrong with the request.
 */
export const dispatch = <O extends Operation>(
  handlers: { readonly [K in O]: RouteHandler<K> },
  ports: IdempotencyPorts,
) => {
  const handlerOf = new Map(Object.entries(handlers) as unknown as [Operation, AnyHandler][]);
  return async (event: APIGatewayProxyEvent): Promise<ApiResponse> => {
    const route = findRoute(event);
    const handler = route && handlerOf.get(route.operation);
    if (!handler) throw new ServiceError('not_found', `There is nothing at ${event.httpMethod} ${event.path}.`);
    const request = await toApiRequest(event, route);
    return answerOnce(route, request, () => handler(request), ports);
  };
};
