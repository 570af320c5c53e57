/** What DynamoDB itself must know of the table: the stack and local mode create it from this, the adapters use it. */
export const TABLE_SCHEMA = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Holds only items that have both of its attributes, such as prompts that are open. Keys only; all are strings. */
  openIndex: { name: 'open', partitionKey: 'openPk', sortKey: 'openSk' },
  /** Unix seconds after which DynamoDB deletes an item; it may take days to do so. */
  ttlAttribute: 'expiresAtSeconds',
} as const;
