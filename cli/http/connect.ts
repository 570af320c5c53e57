import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';

/** Fetches; what keeps it from being answered at all becomes a `CommandError` that names the address. */
export const connect = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new CommandError(`${new URL(url).origin} cannot be reached: ${reasonOf(cause)}.`, {
      exitCode: EXIT_CODES.unavailable,
      hint: 'Is the service running, and is this its address?',
      cause,
    });
  }
};

/** `fetch` itself says only that it failed. */
const reasonOf = (error: unknown): string => {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return 'no answer in time';
  const { code, message } = (cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
};
