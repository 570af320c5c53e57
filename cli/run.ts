import { CommanderError } from 'commander';
import { writeError } from '#cli/output/write.ts';
import { CommandError } from './command-error.ts';
import { createProgram } from './create-program.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Carries out a command line, and says how it ended. Only a defect of ours throws. */
export const run = async (words: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  try {
    await createProgram(terminal).parseAsync(words, { from: 'user' });
    return EXIT_CODES.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    const shown = isSystemError(error) ? new CommandError(error.message) : error;
    if (!(shown instanceof CommandError)) throw error;
    writeError(terminal, shown);
    return shown.exitCode;
  }
};

/** Such as a configuration folder that may not be written. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;
