import type { APIGatewayEventDefaultAuthorizerContext, APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { AccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { tokenScopes } from '#adapters/tokens/token-scopes.ts';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { AuthorizerHandler, RefusalContext } from '#lambda/create-authorizer.ts';
import type { Route } from '#lambda/route-table/route.ts';
import { methodArn } from './proxy-event.ts';

export interface AuthorizationPorts {
  /** The Lambda authorizer of the routes for callers. */
  readonly authorizer: AuthorizerHandler;
  /** What the Cognito authorizer of admin routes verifies tokens with. */
  readonly verifyAccessToken: AccessTokenVerifier;
  readonly scopePrefix: string;
}

/**
 * Authorizes a request as API Gateway does: what it returns becomes `requestContext.authorizer`.
 *
 * @throws ServiceError as the gateway responses of the stack put it.
 */
export const authorize = async (
  route: Route,
  event: APIGatewayProxyEvent,
  ports: AuthorizationPorts,
): Promise<APIGatewayEventDefaultAuthorizerContext> => {
  if (route.credential === 'caller') return askAuthorizer(event, ports.authorizer);
  if (route.credential === 'admin') return { claims: await verifyClaims(route, event, ports) };
  return null;
};

/** The Lambda authorizer. A Deny is answered with the reason in its context. */
const askAuthorizer = async (event: APIGatewayProxyEvent, authorizer: AuthorizerHandler) => {
  const requestContext = { ...event.requestContext, authorizer: undefined };
  const request = { ...event, type: 'REQUEST', methodArn: methodArn(event), requestContext } as const;
  const { policyDocument, context } = await authorizer(request, {} as Context);
  if (policyDocument.Statement[0]?.Effect === 'Allow') return context;
  const { errorCode, errorMessage } = context as RefusalContext;
  throw new ServiceError(errorCode as ErrorCode, errorMessage);
};

/** Cognito's own authorizer, which takes nothing but an access token with one of the method's scopes. */
const verifyClaims = async (route: Route, event: APIGatewayProxyEvent, ports: AuthorizationPorts) => {
  const header = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const claims = await ports.verifyAccessToken(header?.replace(/^bearer +/i, '') ?? '').catch((cause: unknown) => {
    throw cause instanceof ServiceError && cause.code === 'token_expired' ? cause : unauthorized(route, cause);
  });
  const scopes = tokenScopes(claims, ports.scopePrefix);
  if (route.scope !== undefined && !scopes.includes(route.scope)) throw unauthorized(route);
  return claims;
};

/** API Gateway does not say more, and does not tell a wrong token from a wrong scope. */
const unauthorized = ({ scope }: Route, cause?: unknown): ServiceError =>
  new ServiceError(
    'invalid_credentials',
    `There is no valid access token with the scope "${scope}". Send one as Authorization: Bearer ....`,
    { cause },
  );
