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
    if (!(error instanceof CommandError)) throw error;
    writeError(terminal, error);
    return error.exitCode;
  }
};
