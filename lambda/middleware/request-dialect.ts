import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Dialect } from '#core/dialects/dialect.ts';
import { findRoute } from '#lambda/http/find-route.ts';

/** Whose API the request speaks. Anthropic's clients always name a version of theirs. */
export const requestDialect = (event: APIGatewayProxyEvent): Dialect => {
  const dialect = findRoute(event)?.dialect ?? 'native';
  if (dialect !== 'shared') return dialect;
  return event.headers['anthropic-version'] === undefined ? 'openai' : 'anthropic';
};
