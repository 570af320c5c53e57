import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { toUnavailable } from './to-unavailable.ts';

export interface TableClientOptions {
  readonly tableName: string;
  /** @default - DynamoDB's endpoint of the region */
  readonly endpoint?: string;
  /** @default - the SDK's: `AWS_REGION` */
  readonly region?: string;
  /** @default - the SDK's: the role of the function */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * How long each try may take to connect, and then to be answered.
   * @default a second, five seconds
   */
  readonly timeouts?: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

/** The table, and the connection to it. */
export interface TableClient {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  close(): void;
}

/**
 * A connection to the table: one per process, kept alive between requests.
 *
 * Its commands throw ServiceError `unavailable` when the table cannot be reached after four tries.
 */
export const createTableClient = ({
  tableName,
  timeouts = { connectionTimeout: 1_000, requestTimeout: 5_000 },
  ...options
}: TableClientOptions): TableClient => {
  const client = new DynamoDBClient({
    ...options,
    maxAttempts: 4,
    requestHandler: { ...timeouts, throwOnRequestTimeout: true },
  });
  // First of the first step: outside of the retries.
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw toUnavailable(error);
      }
    },
    { step: 'initialize', priority: 'high', name: 'toUnavailable' },
  );
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { documents, tableName, close: () => client.destroy() };
};
