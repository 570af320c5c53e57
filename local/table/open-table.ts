import { createTableClient, type TableClient } from '#adapters/dynamodb/table-client.ts';
import { createTable } from './create-table.ts';
import { startDynalite } from './start-dynalite.ts';

/** @default - a table in memory, gone when it is closed */
export interface OpenTableOptions {
  /** Where the table is kept on disk. */
  readonly folder?: string;
  /** Another DynamoDB API to use instead, such as DynamoDB Local: `DYNAMODB_ENDPOINT`. */
  readonly endpoint?: string | undefined;
  readonly tableName?: string;
}

/** A table that is open, and what there is to close of it. */
export interface OpenTable {
  readonly table: TableClient;
  close(): Promise<void>;
}

/** Of a table in this very process nothing is heard while that is busy, which does not mean that it cannot be reached. */
const TIMEOUTS = { connectionTimeout: 20_000, requestTimeout: 20_000 };

/** Opens the table of local mode, and creates it if it is new. */
export const openTable = async (options: OpenTableOptions = {}): Promise<OpenTable> => {
  const { folder, tableName = 'headless-claude' } = options;
  const dynalite = options.endpoint === undefined ? await startDynalite(folder) : undefined;
  const endpoint = options.endpoint ?? dynalite?.endpoint ?? '';
  // Local databases check no signature, but want one.
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const local = { tableName, endpoint, region: 'us-east-1', credentials };
  const table = createTableClient({ ...local, ...(dynalite && { timeouts: TIMEOUTS }) });
  const close = async () => {
    table.close();
    await dynalite?.close();
  };
  try {
    await createTable(table);
  } catch (error) {
    await close();
    throw error;
  }
  return { table, close };
};
