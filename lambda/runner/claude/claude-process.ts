import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Profile } from '#core/runs/run-request.ts';
import { splitLines } from '#core/runs/split-lines.ts';
import type { Gate } from '#gate/gate.ts';
import type { GateSession } from '#gate/gate-session.ts';
import type { CliMessage } from './cli-message.ts';
import { parseCliMessage } from './cli-message.ts';
import { controlLine } from './control-request.ts';
import { createPrivateDirectory } from './private-directory.ts';
import { processEnvironment } from './process-environment.ts';
import { PROCESS_SHAPES } from './process-shape.ts';
import { sweepProcesses } from './sweep-processes.ts';

/** What processes are started with. */
export interface ClaudeInstallation {
  readonly claudePath: string;
  /** `PATH` of the CLI and of the commands that it runs. */
  readonly path: string;
  /** In which they make their own directories. */
  readonly directory: string;
  /** Where its model calls go. */
  readonly gate: Gate;
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A CLI process: for one run, or to be thrown away. */
export interface ClaudeProcess {
  readonly session: GateSession;
  /** What the CLI says; may be read once. Ends with the process's output, throws if that is not understood. */
  readonly messages: AsyncIterable<CliMessage>;
  /** Settled when the process has ended. */
  readonly exit: Promise<ProcessExit>;
  /** How what it wrote to stderr begins. Nothing private can be in it while it has no prompt. */
  readonly complaint: string;
  write(line: string): void;
  /** Has it end its turn now, unless it has: `messages` then soon brings the result. */
  interrupt(): void;
  /** Whether it answers in time. Only before `messages` is read; after a `false` the process is of no use. */
  isReady(timeoutMs: number): Promise<boolean>;
  /** Ends the process with all that it has started, and removes its files. */
  end(): Promise<void>;
}

/** The whole text of an answer is in one line. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;
const MAX_COMPLAINT_CHARS = 200;
/** An idle CLI is gone about 30 ms after the end of its input. */
const EXIT_GRACE_MS = 300;
/** A run may leave a million files. */
const MAX_REMOVAL_MS = 3000;
const PING_ID = 'ping';
const NOT_STARTED: ProcessExit = { code: null, signal: null };

const readUntilPong = async (messages: AsyncIterator<CliMessage>): Promise<boolean> => {
  for (let next = await messages.next(); !next.done; next = await messages.next()) {
    const { value: message } = next;
    if (message.type === 'control_response' && message.response.request_id === PING_ID) return true;
  }
  return false;
};

/** Starts a process of the profile's shape, with directories, a token of the gate and a marker of its own. */
export const startClaude = async (
  profile: Profile,
  { claudePath, path, directory: parent, gate }: ClaudeInstallation,
): Promise<ClaudeProcess> => {
  const shape = PROCESS_SHAPES[profile];
  const directory = await createPrivateDirectory(parent);
  const session = gate.openSession();
  const marker = `HEADLESS_CLAUDE_PROCESS=${randomUUID()}`;
  const child = execa(claudePath, shape.arguments, {
    cwd: directory.workspace,
    env: processEnvironment({ ...gate, shape, directory, path, marker, token: session.token }),
    extendEnv: false,
    buffer: false,
    reject: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    encoding: 'buffer',
    // A process group of its own, and an end with ours.
    killDescendants: true,
  });

  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    stderr = `${stderr}${bytes}`.slice(0, MAX_COMPLAINT_CHARS);
  });
  // Writing to a process that has died is no error: its output says how it ended.
  child.stdin.on('error', () => {});
  const exit = new Promise<ProcessExit>((resolve) => {
    child.nodeChildProcess.once('exit', (code, signal) => resolve({ code, signal }));
    // Settles also when there was nothing that could exit.
    void child.then(() => resolve(NOT_STARTED));
  });
  let hasResult = false;
  const readMessages = async function* (): AsyncGenerator<CliMessage, void, void> {
    for await (const line of splitLines(child.stdout, MAX_LINE_BYTES)) {
      const message = parseCliMessage(line);
      hasResult ||= message?.type === 'result';
      if (message) yield message;
    }
  };
  const messages = readMessages();
  const write = (line: string): void => {
    child.stdin.write(`${line}\n`);
  };

  const end = async (): Promise<void> => {
    session.close();
    child.stdin.end();
    // In the middle of a start or of a turn it would not hear it.
    if (hasResult) await Promise.race([exit, sleep(EXIT_GRACE_MS, undefined, { ref: false })]);
    child.kill('SIGKILL');
    await exit;
    child.stdout.destroy();
    await sweepProcesses({ marker, directory: directory.root });
    // What takes longer is left to `cleanEnvironment`, or to the next start's `removeLeftovers`.
    const late = new AbortController();
    const removal = directory.remove().catch(() => {});
    await Promise.race([removal, sleep(MAX_REMOVAL_MS, undefined, { signal: late.signal })]);
    late.abort();
  };

  let ending: Promise<void> | undefined;
  return {
    session,
    messages,
    exit,
    get complaint() {
      return stderr.trim();
    },
    write,
    interrupt() {
      if (!hasResult) write(controlLine('interrupt', { subtype: 'interrupt' }));
    },
    async isReady(timeoutMs) {
      write(controlLine(PING_ID, { subtype: 'get_binary_version' }));
      const pong = readUntilPong(messages).catch(() => false);
      const late = new AbortController();
      const answer = await Promise.race([pong, sleep(timeoutMs, false, { signal: late.signal })]);
      late.abort();
      return answer;
    },
    end() {
      ending ??= end();
      return ending;
    },
  };
};
