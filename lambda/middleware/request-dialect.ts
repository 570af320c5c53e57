import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Dialect } from '#core/dialects/dialect.ts';
import { findRoute } from '#lambda/http/find-route.ts';
import { sharedDialect } from '#lambda/http/shared-dialect.ts';

/** Whose API the request speaks. */
export const requestDialect = (event: APIGatewayProxyEvent): Dialect => {
  const dialect = findRoute(event)?.dialect ?? 'native';
  return dialect === 'shared' ? sharedDialect(event.headers) : dialect;
};
