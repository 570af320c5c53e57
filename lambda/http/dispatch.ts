import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ZodType, z } from 'zod';
import { type Administrator, toAdministrator } from '#core/auth/administrator.ts';
import { Allowance } from '#core/auth/allowance.ts';
import type { Principal } from '#core/auth/principal.ts';
import { parseInput } from '#core/errors/parse-input.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { nestsDeeper } from '#core/http/nests-deeper.ts';
import type { Route } from '#lambda/route-table/route.ts';
import type { Operation } from '#lambda/routes.ts';
import { answerOnce, type IdempotencyPorts } from './answer-once.ts';
import type { ApiRequest, ApiResponse, RouteHandler } from './api-request.ts';
import { baseUrlOf } from './base-url.ts';
import { findRoute } from './find-route.ts';

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

/** What reads a body calls itself once per level. */
const MAX_LEVELS = 100;

const readBody = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the body, which may hold anything.
    throw new ServiceError('invalid_request', 'The body is not valid JSON. Send a JSON object.', { cause });
  }
};

const parseJson = (event: APIGatewayProxyEvent): unknown => {
  const { body, isBase64Encoded } = event;
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  if (text.trim() === '') throw new ServiceError('invalid_request', 'The request has no body. Send a JSON object.');
  const value = readBody(text);
  if (nestsDeeper(value, MAX_LEVELS)) {
    throw new ServiceError('invalid_request', `The body may nest objects and lists up to ${MAX_LEVELS} deep.`);
  }
  return value;
};

const parse = <S extends ZodType>(schema: S | undefined, input: () => unknown, what: string): z.output<S> | undefined =>
  schema && parseInput(schema, input(), what);

const toApiRequest = (event: APIGatewayProxyEvent, route: Route): ApiRequest => {
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
    query: parse(route.query, () => event.queryStringParameters ?? {}, 'query'),
    body: parse(route.body, () => parseJson(event), 'body'),
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
    const request = toApiRequest(event, route);
    return answerOnce(route, request, () => handler(request), ports);
  };
};
