import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Where a caller has reached this service, as it would reach it again: its host, and what stands before the paths of the
 * route table, which is the stage, or the base path of a custom domain. Header names are lower case.
 */
export const baseUrlOf = ({ headers, path, requestContext, resource }: APIGatewayProxyEvent): string => {
  const { path: fullPath = path } = requestContext;
  const segments = resource.split('/').length - 1;
  const prefix = fullPath.split('/').slice(0, -segments).join('/');
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['host'] ?? 'localhost'}${prefix}`;
};
