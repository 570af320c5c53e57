import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Middleware: makes the names of the request's headers lower case, as API Gateway passes them as the client wrote them. */
export const normalizedHeaders = (): MiddlewareObj<APIGatewayProxyEvent> => ({
  before: ({ event }) => {
    const entries = Object.entries(event.headers ?? {});
    event.headers = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
  },
});
