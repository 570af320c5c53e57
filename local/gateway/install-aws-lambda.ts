import type { LambdaResponse, ResponsePrelude } from './lambda-response.ts';

/**
 * Defines the global `awslambda` of Lambda's Node.js runtime, which handlers that stream are wrapped with.
 *
 * Needed before the first such handler is made.
 */
export const installAwsLambda = (): void => {
  const awslambda = {
    streamifyResponse: <H>(handler: H): H => handler,
    HttpResponseStream: {
      from: (response: LambdaResponse, prelude: ResponsePrelude) => response.begin(prelude),
    },
  };
  Object.assign(globalThis, { awslambda });
};
