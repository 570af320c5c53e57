import middy from '@middy/core';
import type { APIGatewayAuthorizerWithContextResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { Authenticator } from '#adapters/tokens/authenticate.ts';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';

/** What the handlers get to know of the caller, in `requestContext.authorizer`: API Gateway allows only flat values. */
export type CallerContext = {
  readonly tenantId: string;
  readonly principalId: string;
  readonly principalKind: Principal['kind'];
  /** Separated by spaces. */
  readonly scopes: string;
  readonly tier: string;
  /** JSON of an `Allowance`: so admission need not read key and tenant again. */
  readonly allowance: string;
};

/** Why a caller is refused. Neither value has a character that JSON would escape: gateway responses insert them raw. */
export type RefusalContext = {
  readonly errorCode: string;
  readonly errorMessage: string;
};

/** The caller's context and an Allow, or the refusal's and a Deny. */
export type AuthorizerResult = APIGatewayAuthorizerWithContextResult<CallerContext | RefusalContext>;

/** The authorizer as Lambda calls it. */
export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
  context: Context,
) => Promise<AuthorizerResult>;

export interface AuthorizerPorts {
  readonly authenticate: Authenticator;
  /** API Gateway API key values by tier: what usage plans meter callers by. */
  readonly usageIdentifierKeys: Readonly<Record<string, string>>;
}

/**
 * API Gateway's Lambda authorizer (REQUEST) of every route that callers use.
 *
 * Its result must not be cached (TTL 0): either of two headers may carry the credential, and a revoked key must be
 * refused within seconds.
 *
 * A refused caller gets a Deny with the reason in the context, not the customary `throw new Error('Unauthorized')`:
 * only a Deny lets the reason reach the caller, and a throw would count as a failure of the function. API Gateway
 * answers a Deny with its ACCESS_DENIED gateway response, which the stack gives the status 401 and a body made of
 * `$context.authorizer.errorCode` and `$context.authorizer.errorMessage`:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 *
 * @throws what keeps it from knowing, such as an unreachable table: API Gateway then answers AUTHORIZER_FAILURE.
 */
export const createAuthorizer = (ports: AuthorizerPorts): AuthorizerHandler =>
  middy(async (event: APIGatewayRequestAuthorizerEvent): Promise<AuthorizerResult> => {
    const resource = everyMethodOfStage(event.methodArn);
    try {
      return allow(await ports.authenticate(event.headers ?? {}), resource, ports.usageIdentifierKeys);
    } catch (error) {
      if (error instanceof ServiceError && error.code !== 'unavailable') return deny(error, resource);
      throw error;
    }
  });

const allow = (
  principal: Principal,
  resource: string,
  usageIdentifierKeys: Readonly<Record<string, string>>,
): AuthorizerResult => {
  const { id, kind, tenantId, scopes, tier, quota, tenantQuota, models, profiles } = principal;
  const usageIdentifierKey = principal.usageIdentifierKey ?? usageIdentifierKeys[tier];
  if (usageIdentifierKey === undefined) throw new Error(`no usage identifier key for tier "${tier}"`);
  return {
    principalId: id,
    policyDocument: policy('Allow', resource),
    context: {
      ...{ tenantId, principalId: id, principalKind: kind, scopes: scopes.join(' '), tier },
      allowance: JSON.stringify({ quota, tenantQuota, models, profiles }),
    },
    usageIdentifierKey,
  };
};

const deny = (error: ServiceError, resource: string): AuthorizerResult => ({
  principalId: 'refused',
  policyDocument: policy('Deny', resource),
  context: { errorCode: error.code, errorMessage: error.message.replaceAll(/["\\\p{Cc}]/gu, "'") },
});

const policy = (effect: 'Allow' | 'Deny', resource: string): AuthorizerResult['policyDocument'] => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
});

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` → all methods of that api and stage. */
const everyMethodOfStage = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;
