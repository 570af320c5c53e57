import type { ErrorCode } from './error-codes.ts';

/** Whose fault an error is: ours, Claude Code's, or the model provider's. */
export type ErrorSource = 'gateway' | 'cli' | 'upstream';

/** One thing wrong with the request: where (a JSON pointer into the body, or `/` and the name of a parameter or header) and what. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

export interface ServiceErrorOptions {
  /** @default 'gateway' */
  readonly source?: ErrorSource;
  readonly fields?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Headers that explain the error, such as `RateLimit`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a program may want to know of it: told as members of `error.details`. */
  readonly details?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
}

/**
 * An error that may be shown to the caller: a code of the closed list and a message fit to read.
 *
 * The message says what was wrong, what was got, what is allowed and what to do; never a secret, never a stack.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ErrorCode;
  readonly source: ErrorSource;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.source = options.source ?? 'gateway';
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
  }
}
