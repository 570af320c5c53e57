/** Where the requests of a batch are: its own, so that nobody changes or deletes them while it runs. */
export const inputKey = (batchId: string): string => `files/${batchId}.input`;

/** Where the results of a batch are, if its API has them apart from files. */
export const resultsKey = (batchId: string): string => `files/${batchId}.results`;
