import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** What the command gave, or `undefined` if its condition did not hold and it changed nothing. */
export const unlessConditionFailed = async <T>(sent: Promise<T>): Promise<T | undefined> => {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};
