import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Where the service is as the caller reached it, without a slash at its end: host, and the stage or the base path of a
 * custom domain.
 *
 * API Gateway tells the scheme in a header, and only in the request's context the whole path:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const baseUrlOf = ({ headers, requestContext, resource }: APIGatewayProxyEvent): string => {
  const { 'x-forwarded-proto': scheme = 'https', host = requestContext.domainName ?? '' } = headers;
  const segments = resource.split('/').length - 1;
  const prefix = requestContext.path.split('/').slice(0, -segments).join('/');
  return `${scheme}://${host}${prefix}`;
};
