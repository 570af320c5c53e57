import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '#core/errors/service-error.ts';

const THROTTLED = new Set(['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException']);

const mayPass = (error: unknown): boolean => {
  if (error instanceof DynamoDBServiceException) return error.$fault === 'server' || THROTTLED.has(error.name);
  // What the network throws has the code of the system call; what the SDK's own time limits throw has this name.
  return error instanceof Error && ('code' in error || error.name === 'TimeoutError');
};

/** The error as ServiceError `unavailable` if trying later may help; others stay as they are. */
export const toUnavailable = (error: unknown): unknown =>
  mayPass(error)
    ? new ServiceError('unavailable', 'The database cannot be reached at the moment. Retry in a few seconds.', {
        retryAfterSeconds: 2,
        cause: error,
      })
    : error;
