import { type GatewayResponseOptions, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { internalError } from '#core/errors/internal-error.ts';
import { toProblem } from '#core/errors/problem.ts';
import { ServiceError, type ServiceErrorOptions } from '#core/errors/service-error.ts';

/** After API Gateway has given up on a function, its run may still go on: a retry would run and bill it again. */
const NO_RETRY: ServiceErrorOptions = { headers: { 'x-should-retry': 'false' } };

const OUR_FAULT = internalError().message;

const NO_ROUTE = 'There is nothing at $context.httpMethod $context.path. GET /openapi.json lists what there is.';

/** What API Gateway answers by itself, without asking a function. Whatever is not here falls under the defaults. */
const ERRORS: readonly (readonly [ResponseType, ErrorCode, string, ServiceErrorOptions?])[] = [
  // The Lambda authorizer refuses by a Deny, and says why in its context (lambda/create-authorizer.ts).
  [ResponseType.ACCESS_DENIED, 'invalid_credentials', '$context.authorizer.errorMessage'],
  // The Cognito authorizer of the administrators' routes.
  [
    ResponseType.UNAUTHORIZED,
    'invalid_credentials',
    'There is no valid access token with the scope that this needs. Send one as Authorization: Bearer ....',
  ],
  [ResponseType.EXPIRED_TOKEN, 'token_expired', 'The access token has expired. Get a new one from the token endpoint.'],
  // API Gateway's words for a path or method that does not exist, without and with an Authorization header.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'not_found', NO_ROUTE],
  [ResponseType.INVALID_SIGNATURE, 'not_found', NO_ROUTE],
  [ResponseType.RESOURCE_NOT_FOUND, 'not_found', NO_ROUTE],
  [ResponseType.REQUEST_TOO_LARGE, 'request_too_large', 'The request is larger than 10 MB. Send less.'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 'unsupported_media_type', 'Send the body as application/json.'],
  [
    ResponseType.THROTTLED,
    'rate_limit_exceeded',
    'There are too many requests right now. Retry in a second.',
    { retryAfterSeconds: 1 },
  ],
  [
    ResponseType.QUOTA_EXCEEDED,
    'rate_limit_exceeded',
    'The requests that a month has for your API key, or for all callers of your tier without one, are used up. Wait for the next month or ask for another tier.',
    NO_RETRY,
  ],
  [ResponseType.WAF_FILTERED, 'permission_denied', 'The firewall of this deployment refused the request.'],
  [
    ResponseType.INTEGRATION_TIMEOUT,
    'run_timed_out',
    'There was no answer within the time API Gateway allows.',
    NO_RETRY,
  ],
  [ResponseType.INTEGRATION_FAILURE, 'internal_error', 'The function failed. Its run may have happened.', NO_RETRY],
  [
    ResponseType.AUTHORIZER_FAILURE,
    'unavailable',
    'The credential cannot be checked right now. Retry in a few seconds.',
    { retryAfterSeconds: 2 },
  ],
  // The usage identifier that the authorizer named is in no plan: the stack's mistake, not the caller's.
  [ResponseType.INVALID_API_KEY, 'internal_error', OUR_FAULT],
  [
    ResponseType.DEFAULT_4XX,
    'invalid_request',
    'API Gateway refused the request. Check method, path and headers; GET /openapi.json lists what there is.',
  ],
  [ResponseType.DEFAULT_5XX, 'internal_error', OUR_FAULT],
];

/**
 * Gives what API Gateway answers by itself the shape of our errors, with request id and CORS.
 *
 * The templates are filled by substitution of `$context` variables only, and the content type stays
 * application/json: API Gateway takes it from the template's key, which it matches with the Accept header.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export const addGatewayResponses = (api: RestApi, allowedOrigin: string): void => {
  for (const [type, code, message, options] of ERRORS) {
    api.addGatewayResponse(
      type.responseType,
      gatewayResponse(type, new ServiceError(code, message, options), allowedOrigin),
    );
  }
};

const gatewayResponse = (type: ResponseType, error: ServiceError, allowedOrigin: string): GatewayResponseOptions => {
  const problem = toProblem(error, { requestId: '$context.requestId', instance: '$context.path' });
  const { 'content-type': _, ...headers } = problem.headers;
  const body = JSON.stringify(problem.body);
  return {
    type,
    statusCode: String(problem.status),
    responseHeaders: {
      ...quoteValues({ ...headers, 'access-control-allow-origin': allowedOrigin }),
      'request-id': 'context.requestId',
      'x-request-id': 'context.requestId',
    },
    templates: {
      'application/json':
        type === ResponseType.ACCESS_DENIED ? body.replaceAll(error.code, '$context.authorizer.errorCode') : body,
    },
  };
};

/** API Gateway reads a value in single quotes as it is; without them, as the name of a variable. */
const quoteValues = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
