import type { IncomingHttpHeaders } from 'node:http';
import type { CallRequest } from './call-request.ts';

/** What the gate reads of an event: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export interface FunctionUrlEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** Names are in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: { readonly requestId: string; readonly http: { readonly method: string } };
}

/** A model's name in a path may be an ARN with a slash, which AWS may have unescaped on the way. */
const escapedModel = (path: string): string =>
  path.replace(
    /^\/model\/(.+)\/(invoke[^/]*)$/,
    (_, name: string, operation: string) =>
      `/model/${name.includes('/') ? encodeURIComponent(name) : name}/${operation}`,
  );

/** The event of a function URL as a call. */
export const functionRequest = (event: FunctionUrlEvent): CallRequest => {
  const { rawPath, rawQueryString, headers, body = '', isBase64Encoded, requestContext } = event;
  return {
    method: requestContext.http.method,
    target: escapedModel(rawPath) + (rawQueryString === '' ? '' : `?${rawQueryString}`),
    headers,
    readBody: async (maxBytes) => {
      const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
      return bytes.length <= maxBytes ? bytes : undefined;
    },
  };
};
