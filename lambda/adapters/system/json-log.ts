/**
 * Writes one line of JSON to standard output, where CloudWatch Logs finds its fields.
 *
 * For facts only: never a prompt, a token or a key.
 */
export const writeLog = (record: object): void => {
  process.stdout.write(`${JSON.stringify(record)}\n`);
};

/** Writes that something went wrong: the error's name, message and stack, and those of its causes. */
export const reportError = (message: string, error: unknown): void => {
  writeLog({ level: 'error', message, error: describe(error) });
};

const describe = (error: unknown): object =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause !== undefined && { cause: describe(error.cause) }),
      }
    : { name: typeof error };
