import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Route } from '#lambda/route-table/route.ts';

/** A request whose route is known. */
export interface RoutedRequest {
  readonly incoming: IncomingMessage;
  readonly requestId: string;
  readonly route: Route;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What stands for the account, api and stage of API Gateway. */
const API = { accountId: '000000000000', apiId: 'local', stage: 'local' } as const;

/**
 * The event that API Gateway (REST, proxy integration) makes of a request, before anybody has authorized it.
 *
 * Header names stay as the client wrote them; of a value given twice, the single-value maps hold the last:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const toProxyEvent = (request: RoutedRequest, nowMs: number): APIGatewayProxyEvent => {
  const { incoming, requestId, route, path, query, pathParameters, body } = request;
  const headers = pairs(incoming.rawHeaders);
  const parameters = [...query];
  return {
    resource: route.path,
    path,
    httpMethod: route.method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: multiValue(headers),
    queryStringParameters: parameters.length > 0 ? Object.fromEntries(parameters) : null,
    multiValueQueryStringParameters: parameters.length > 0 ? multiValue(parameters) : null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: null,
    body,
    isBase64Encoded: false,
    requestContext: {
      ...API,
      authorizer: null,
      requestId,
      extendedRequestId: requestId,
      protocol: `HTTP/${incoming.httpVersion}`,
      httpMethod: route.method,
      path,
      resourcePath: route.path,
      resourceId: route.operation,
      requestTimeEpoch: nowMs,
      identity: {
        ...NO_IDENTITY,
        sourceIp: incoming.socket.remoteAddress ?? '',
        userAgent: incoming.headers['user-agent'] ?? null,
      },
    },
  };
};

/** The ARN of the method that is called: what an authorizer decides on. */
export const methodArn = ({ httpMethod, path }: APIGatewayProxyEvent): string =>
  `arn:aws:execute-api:local:${API.accountId}:${API.apiId}/${API.stage}/${httpMethod}${path}`;

type Pair = readonly [name: string, value: string];

/** Node's flat list of names and values. */
const pairs = (flat: readonly string[]): Pair[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));

const multiValue = (all: readonly Pair[]): Record<string, string[]> => {
  const values = Object.groupBy(all, ([name]) => name);
  return Object.fromEntries(
    Object.entries(values).map(([name, found = []]) => [name, found.map(([, value]) => value)]),
  );
};

/** What API Gateway knows of callers that sign requests or have client certificates; ours do neither. */
const NO_IDENTITY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
} as const;
