import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** Hands those bodies to a function together, as SQS does. @returns the indexes of those that come again. */
export const handOver = async (
  handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>,
  ...bodies: readonly string[]
): Promise<readonly number[]> => {
  const Records = bodies.map((body, index) => ({ messageId: String(index), body }));
  // Of what SQS hands to a function only these attributes matter.
  const { batchItemFailures } = await handler({ Records } as unknown as SQSEvent, {} as Context);
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
};
