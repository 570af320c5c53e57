import type { APIGatewayEventDefaultAuthorizerContext, APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { AccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { tokenScopes } from '#adapters/tokens/token-principal.ts';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { AuthorizerHandler, RefusalContext } from '#lambda/create-authorizer.ts';
import type { Route } from '#lambda/routes.ts';
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

/** The Lambda authorizer: a Deny is answered with the reason in its context, a failure with 503. */
const askAuthorizer = async (event: APIGatewayProxyEvent, authorizer: AuthorizerHandler) => {
  const request = { ...event, type: 'REQUEST', methodArn: methodArn(event) } as const;
  const result = await authorizer(
    { ...request, requestContext: { ...event.requestContext, authorizer: undefined } },
    {} as Context,
  ).catch((cause: unknown) => {
    throw new ServiceError('unavailable', 'Your credential cannot be checked now. Try again shortly.', { cause });
  });
  if (result.policyDocument.Statement[0]?.Effect === 'Allow') return result.context;
  const { errorCode, errorMessage } = result.context as RefusalContext;
  throw new ServiceError(errorCode as ErrorCode, errorMessage);
};

/** The native Cognito authorizer, which takes nothing but an access token with one of the method's scopes. */
const verifyClaims = async (route: Route, event: APIGatewayProxyEvent, ports: AuthorizationPorts) => {
  const header = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const token = header?.replace(/^bearer +/i, '');
  if (!token) {
    throw new ServiceError('invalid_credentials', 'This needs an access token, as Authorization: Bearer ....');
  }
  const claims = await ports.verifyAccessToken(token);
  if (route.scope !== undefined && !tokenScopes(claims, ports.scopePrefix).includes(route.scope)) {
    throw new ServiceError('permission_denied', `This needs an access token with the scope "${route.scope}".`);
  }
  return claims;
};
