import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Where a caller has reached this service, as it would reach it again. Header names are lower case.
 *
 * What the path that API Gateway was asked for has before the route is the stage, or what a domain of one's own maps to
 * it, or both. The event's own path may or may not have that: https://github.com/localstack/localstack/pull/12296
 */
export const baseUrlOf = ({ headers, resource, requestContext }: APIGatewayProxyEvent): string => {
  const asked = requestContext.path.replace(/\/$/, '').split('/');
  const segments = resource.split('/').length - 1;
  const prefix = asked.slice(0, -segments).join('/');
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['host'] ?? 'localhost'}${prefix}`;
};
