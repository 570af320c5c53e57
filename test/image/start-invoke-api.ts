import { type InvocationAnswer, type LambdaEdge, startLambdaEdge } from '#test/fakes/lambda-edge.ts';
import type { InvocationEnd } from './invocation.ts';
import type { LambdaContainer } from './lambda-container.ts';

/** What Lambda tells the caller of a function that did not come to its end. */
const ERRORS: Partial<Record<InvocationEnd, Parameters<InvocationAnswer['complete']>[0]>> = {
  function_error: { ErrorCode: 'Unhandled', ErrorDetails: '{"errorType":"Error"}' },
  init_error: { ErrorCode: 'Runtime.Unknown', ErrorDetails: 'Runtime exited with an error.' },
  timed_out: { ErrorCode: 'Sandbox.Timedout', ErrorDetails: 'Error: Task timed out' },
  exited: { ErrorCode: 'Runtime.ExitError', ErrorDetails: 'Runtime exited with error: signal: killed' },
};

/**
 * Starts a stand-in for Lambda's `InvokeWithResponseStream` with one execution environment: who finds it busy waits.
 *
 * @param timeoutMs the function's timeout
 */
export const startInvokeApi = (container: LambdaContainer, timeoutMs: number): Promise<LambdaEdge> => {
  let free = Promise.resolve();
  const relay = async (answer: InvocationAnswer, event: unknown): Promise<void> => {
    const { end } = await container.invoke(event, timeoutMs, answer.payload);
    answer.complete(ERRORS[end]);
  };
  return startLambdaEdge((answer, { payload }) => {
    free = free.then(() => relay(answer, JSON.parse(payload)));
  });
};
