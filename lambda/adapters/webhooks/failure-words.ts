import { RefusedAddress } from './refused-address.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
};

const codeOf = (error: unknown): string | undefined => {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
};

/** Why nothing was answered, for the owner of the webhook: nothing of what the receiver said, or of where its name leads. */
export const failureWords = (error: unknown, timeoutMs: number): string => {
  if (error instanceof RefusedAddress) return 'the address is not a public one';
  const code = codeOf(error);
  const isLate = (error instanceof Error && error.name === 'TimeoutError') || code === 'UND_ERR_CONNECT_TIMEOUT';
  if (isLate) return `no answer within ${timeoutMs / 1000} s`;
  return (code !== undefined && WORDS[code]) || `the connection failed (${code ?? 'unknown'})`;
};
