import { sha256 } from '#adapters/tokens/sha256.ts';

/**
 * Whose message it is, for the fairness of a queue: a tenant with much work does not hold up another.
 *
 * Hashed, because SQS takes 128 characters of ASCII, and a tenant's id may be longer:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export const messageGroup = (whose: string): string => sha256(whose).toString('hex');
