import { EXIT_CODES, type ExitCode } from './exit-codes.ts';

export interface CommandErrorOptions {
  /** @default - 1, failed */
  readonly exitCode?: ExitCode;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Of the answer that said so. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** Why a command ends without having done what it was to do: shown to the user as it is, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, { exitCode = EXIT_CODES.failed, hint, requestId, cause }: CommandErrorOptions = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.hint = hint;
    this.requestId = requestId;
  }
}
