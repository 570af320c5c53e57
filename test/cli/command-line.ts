import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { run as runWords } from '#cli/run.ts';
import { type Stoppable, temporaryFolder } from '#test/local/temporary-folder.ts';

/** The command line, run in an empty folder, with an empty configuration. */
export interface CommandLine {
  readonly configFolder: string;
  /** In this process, whose current folder it is meanwhile: one at a time. */
  run(words: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** As a program, which takes half a second to start. */
  runProgram(words: readonly string[], options?: RunOptions): Promise<Outcome>;
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

/** A pipe that keeps what is written to it. */
const createPipe = (onText: (text: string) => void = () => {}) => {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      text += chunk;
      onText(String(chunk));
      done();
    },
  });
  return { stream, text: () => text };
};

/** A command line for one test file or test. */
export const openCommandLine = async (
  t: Stoppable,
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandLine> => {
  const configFolder = await temporaryFolder(t);
  const environmentWith = (more: RunOptions['environment']) => ({
    ...{ XDG_CONFIG_HOME: configFolder, PATH: process.env['PATH'] ?? '' },
    ...environment,
    ...more,
  });

  const run: CommandLine['run'] = async (words, { input = '', environment: more, onNote } = {}) => {
    const stdout = createPipe();
    const stderr = createPipe(onNote);
    const folder = process.cwd();
    process.chdir(configFolder);
    try {
      const exitCode = await runWords(words, {
        stdin: Readable.from([input]),
        ...{ stdout: stdout.stream, stderr: stderr.stream },
        environment: environmentWith(more),
      });
      return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
    } finally {
      process.chdir(folder);
    }
  };

  return {
    configFolder,
    run,
    runProgram: async (words, { input = '', environment: more } = {}) => {
      const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...words], {
        ...{ cwd: configFolder, env: environmentWith(more), extendEnv: false, input },
        ...{ reject: false, stripFinalNewline: false, timeout: 60_000 },
      });
      return { exitCode, stdout, stderr };
    },
    json: async (words, options) => {
      const { exitCode, stdout, stderr } = await run([...words, '--json'], options);
      if (exitCode !== 0) throw new Error(`${words.join(' ')} ended with ${exitCode}: ${stdout}${stderr}`);
      return JSON.parse(stdout);
    },
  };
};
