import middy from '@middy/core';
import { executionModeStandard } from '@middy/core/Standard';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Settings } from '#core/settings.ts';
import { normalizedHeaders } from '#middleware/normalized-headers.ts';
import { problemDetails } from '#middleware/problem-details.ts';
import { type LogPorts, requestLog } from '#middleware/request-log.ts';
import { responseBody } from '#middleware/response-body.ts';
import { responseHeaders } from '#middleware/response-headers.ts';
import { getSettings } from '#routes/settings.ts';
import { dispatch } from './dispatch.ts';

/** What the admin function needs of the world. */
export interface AdminPorts extends LogPorts {
  readonly settings: Settings;
  readonly report: (message: string, error: unknown) => void;
}

/** The admin function: everything under /admin, behind Cognito's own authorizer. */
export const createAdmin = (ports: AdminPorts) =>
  middy<APIGatewayProxyEvent>({ executionMode: executionModeStandard, timeoutEarlyInMillis: 0 })
    .use(normalizedHeaders())
    .use(requestLog(ports))
    .use(responseHeaders(ports.settings.allowedOrigin))
    .use(responseBody(ports.report))
    .use(problemDetails(ports.report))
    .handler(dispatch({ getSettings: getSettings(ports.settings) }));
