import { join } from 'node:path';
import { execa } from 'execa';
import { type Stoppable, temporaryFolder } from '#test/local/temporary-folder.ts';

/** The command line, run as a process of its own in an empty folder, with an empty configuration. */
export interface CommandLine {
  readonly configFolder: string;
  run(words: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** The JSON that it prints. @throws Error with all that it printed if it fails. */
  json<T>(words: readonly string[], options?: RunOptions): Promise<T>;
}

export interface RunOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told what comes on stderr while it runs. */
  readonly onNote?: (text: string) => void;
}

/** How it ended, and what it printed. */
export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of this project. */
export const BIN = join(import.meta.dirname, '..', '..', 'bin', 'headless-claude.ts');

/** A command line for one test file or test. */
export const openCommandLine = async (
  t: Stoppable,
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandLine> => {
  const configFolder = await temporaryFolder(t);
  const run: CommandLine['run'] = async (words, { input = '', environment: more, onNote } = {}) => {
    const running = execa(process.execPath, [BIN, ...words], {
      cwd: configFolder,
      env: { XDG_CONFIG_HOME: configFolder, PATH: process.env['PATH'] ?? '', ...environment, ...more },
      extendEnv: false,
      input,
      reject: false,
      stripFinalNewline: false,
      timeout: 60_000,
    });
    if (onNote) running.stderr.on('data', (chunk) => onNote(String(chunk)));
    const { exitCode, stdout, stderr } = await running;
    return { exitCode, stdout, stderr };
  };
  return {
    configFolder,
    run,
    json: async (words, options) => {
      const { exitCode, stdout, stderr } = await run([...words, '--json'], options);
      if (exitCode !== 0) throw new Error(`${words.join(' ')} ended with ${exitCode}: ${stdout}${stderr}`);
      return JSON.parse(stdout);
    },
  };
};
