import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Where a caller has reached this service, as it would reach it again: the path that API Gateway was asked for begins
 * with the stage, that of the event does not. Header names are lower case.
 */
export const baseUrlOf = ({ headers, path, requestContext }: APIGatewayProxyEvent): string => {
  const { path: fullPath = path } = requestContext;
  const prefix = fullPath.endsWith(path) ? fullPath.slice(0, fullPath.length - path.length) : '';
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['host'] ?? 'localhost'}${prefix}`;
};
