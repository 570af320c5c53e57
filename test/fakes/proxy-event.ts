import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Principal } from '#core/auth/principal.ts';
import { ALICE } from './fake-ports.ts';

/** A request as a test describes it. */
export interface FakeRequest {
  readonly path?: string;
  readonly body?: unknown;
  /** What the body is instead, character by character. */
  readonly rawBody?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** `null`: the route has no authorizer. */
  readonly caller?: Principal | null;
}

/** A request as API Gateway hands it to a function; of what it has, only this matters. */
export const proxyEvent = (method: string, resource: string, request: FakeRequest = {}): APIGatewayProxyEvent => {
  const { body, caller = ALICE } = request;
  const authorizer = caller && {
    tenantId: caller.tenantId,
    principalId: caller.id,
    principalKind: caller.kind,
    scopes: caller.scopes.join(' '),
    tier: caller.tier,
    allowance: JSON.stringify(caller),
  };
  return {
    httpMethod: method,
    resource,
    path: request.path ?? resource,
    headers: request.headers ?? null,
    queryStringParameters: request.query ?? null,
    pathParameters: request.pathParameters ?? null,
    body: request.rawBody ?? (body === undefined ? null : JSON.stringify(body)),
    isBase64Encoded: request.isBase64Encoded ?? false,
    requestContext: { requestId: 'request-1', authorizer },
  } as unknown as APIGatewayProxyEvent;
};
