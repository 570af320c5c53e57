import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { StreamingFunction } from './invoke-function.ts';
import type { ResponsePrelude } from './lambda-response.ts';

/** A function that returns its answer whole. */
export type BufferedFunction = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<ResponsePrelude & { readonly body: string }>;

/** A function that returns its answer, as one that streams it. */
export const bufferedFunction =
  (handler: BufferedFunction): StreamingFunction =>
  async (event, response, context) => {
    const { body, ...prelude } = await handler(event, context);
    response.begin(prelude).write(body);
    response.end();
  };
