import type { MiddlewareObj, Request } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Clock } from '#core/clock.ts';
import type { ProxyResponse } from './proxy-response.ts';

/** One request in the log: never a header, a query, a body or anything of a credential. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  readonly resource: string;
  readonly status: number;
  readonly tenantId: string | undefined;
  readonly promptId: string | undefined;
  readonly durationMs: number;
}

/** What the request log needs of the world. */
export interface LogPorts {
  readonly clock: Clock;
  readonly log: (record: RequestRecord) => void;
}

/** Middleware: logs each request once its answer is ready (of a stream: once it begins). */
export const requestLog = ({ clock, log }: LogPorts): MiddlewareObj<APIGatewayProxyEvent, ProxyResponse> => {
  const startedAtMs = new WeakMap<APIGatewayProxyEvent, number>();
  const write = ({ event, response }: Request<APIGatewayProxyEvent, ProxyResponse>): void => {
    log({
      requestId: event.requestContext.requestId,
      method: event.httpMethod,
      resource: event.resource,
      status: response?.statusCode ?? 500,
      tenantId: event.requestContext.authorizer?.['tenantId'],
      promptId: response?.headers['headless-claude-prompt-id'],
      durationMs: clock() - (startedAtMs.get(event) ?? clock()),
    });
  };
  return {
    before: ({ event }) => {
      startedAtMs.set(event, clock());
    },
    after: write,
    onError: write,
  };
};
