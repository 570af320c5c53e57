import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda';
import { ServiceError } from '#core/errors/service-error.ts';

/**
 * The bytes that the runner function wrote.
 *
 * @throws ServiceError `run_timed_out` or `cli_failed` if Lambda says that the function failed.
 */
export const runnerOutput = async function* (
  stream: AsyncIterable<InvokeWithResponseStreamResponseEvent>,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const { PayloadChunk, InvokeComplete } of stream) {
    if (PayloadChunk?.Payload) yield PayloadChunk.Payload;
    const { ErrorCode, ErrorDetails } = InvokeComplete ?? {};
    if (ErrorCode === undefined) continue;
    // Details come from the untrusted side and may hold a stack: only looked at.
    const isTimeout = /timed ?out/i.test(`${ErrorCode} ${ErrorDetails}`);
    throw isTimeout
      ? new ServiceError('run_timed_out', 'The runner function reached its time limit.')
      : new ServiceError('cli_failed', `The runner function failed (${ErrorCode}).`, { source: 'cli' });
  }
};
