import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { LambdaResponse } from './lambda-response.ts';

/** What every event of an HTTP request has. */
interface HttpEvent {
  readonly requestContext: { readonly requestId: string };
}

/** A function that streams its answer, as Lambda's runtime calls it. */
export type StreamingFunction<Event extends HttpEvent = APIGatewayProxyEvent> = (
  event: Event,
  response: LambdaResponse,
  context: Context,
) => Promise<unknown>;

/** Lambda's longest: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const FUNCTION_TIMEOUT_MS = 900_000;

/**
 * Invokes a function and passes its answer on to the client.
 *
 * An answer that had begun when the function failed is broken off.
 *
 * @throws what the function threw, or an Error if it gave no whole answer; nothing if the client is gone.
 */
export const invokeFunction = async <Event extends HttpEvent>(
  handler: StreamingFunction<Event>,
  event: Event,
  response: ServerResponse,
): Promise<void> => {
  const answer = new LambdaResponse(response);
  try {
    await handler(event, answer, lambdaContext(event));
    if (!answer.writableEnded) throw new Error('the function returned without ending its answer');
    await finished(answer);
  } catch (error) {
    answer.destroy();
    if (!answer.isClientGone) throw error;
  }
};

const lambdaContext = ({ requestContext }: HttpEvent): Context => {
  const deadlineMs = performance.now() + FUNCTION_TIMEOUT_MS;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'local',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:local',
    memoryLimitInMB: '1024',
    awsRequestId: requestContext.requestId,
    logGroupName: 'local',
    logStreamName: 'local',
    getRemainingTimeInMillis: () => deadlineMs - performance.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
