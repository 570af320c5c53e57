import { availableParallelism, tmpdir } from 'node:os';
import { ServiceError } from '#core/errors/service-error.ts';
import { createChannel } from '#core/runs/channel.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { startGate } from '#gate/gate.ts';
import { startClaude } from '#runner/claude/claude-process.ts';
import { createProcessPool } from '#runner/claude/process-pool.ts';
import { readVersion } from '#runner/claude/read-version.ts';
import { removeLeftovers } from '#runner/claude/remove-leftovers.ts';
import { executeRun } from '#runner/run/execute-run.ts';
import { createEnvironmentUpkeep } from './environment-upkeep.ts';

export interface ClaudeRunnerOptions {
  /** The CLI's binary. */
  readonly claudePath: string;
  /**
   * `PATH` of the commands that the CLI runs.
   * @default '/usr/local/bin:/usr/bin:/bin'
   */
  readonly path?: string;
  /**
   * Where processes keep their files; nothing is left of them.
   * @default the system's directory for temporary files
   */
  readonly directory?: string;
  /** How many processes of each shape to start ahead; 0 starts one when it is needed, which takes a third of a second. */
  readonly warmProcesses: Readonly<Record<Profile, number>>;
  /**
   * What calls of Bedrock are signed with; no process gets to see it.
   * @default - runs call the Anthropic API, each with the key that it brings
   */
  readonly bedrockCredentials?: AwsCredentials | undefined;
  /**
   * Ends all processes and removes all files that are not the runner's. With it the environment is the runner's alone:
   * there is one run at a time, and `settle` after each.
   *
   * @throws Error if it cannot.
   * @default - the machine is somebody's: the runner removes what it has started itself
   */
  readonly cleanEnvironment?: ((options: { readonly directory: string }) => Promise<void>) | undefined;
}

/** A runner whose CLI runs on this machine. */
export interface ClaudeRunner extends Runner {
  /**
   * Makes an environment that is the runner's alone ready for the next run, or for being frozen until then.
   *
   * @throws Error if it cannot be cleaned: then it must not see another run.
   */
  settle(): Promise<void>;
  /** Ends the runs under way as `interrupted`, then every process. */
  close(): Promise<void>;
}

/** Events that a slow reader may leave unread before the CLI has to wait. */
const CHANNEL_CAPACITY = 256;

/** A run that has just been given a process needs the processors until its first token. */
const REFILL_DELAY_MS = 250;

/** Runs the CLI in processes of this machine; starts the gate and the first warm processes at once. */
export const createClaudeRunner = ({
  claudePath,
  path = '/usr/local/bin:/usr/bin:/bin',
  directory = tmpdir(),
  warmProcesses,
  bedrockCredentials,
  cleanEnvironment,
}: ClaudeRunnerOptions): ClaudeRunner => {
  const starting = startGate({ bedrockCredentials });
  // What it cannot remove harms nobody.
  const tidying = removeLeftovers(directory).catch(() => {});
  const closing = new AbortController();
  const runs = new Set<Promise<void>>();
  const pool = createProcessPool({
    sizes: warmProcesses,
    maxStartsAtOnce: availableParallelism(),
    refillDelayMs: cleanEnvironment ? undefined : REFILL_DELAY_MS,
    clock: Date.now,
    start: async (profile) => startClaude(profile, { claudePath, path, directory, gate: await starting }),
  });
  const upkeep = cleanEnvironment && createEnvironmentUpkeep({ pool, clean: () => cleanEnvironment({ directory }) });
  if (!upkeep) void pool.fill();
  let version: Promise<string> | undefined;

  return {
    async *run(request, _tenantId, signal) {
      const { provider } = await starting;
      if (request.upstream.provider !== provider) {
        const message = `The runner was started to call ${provider}, but is asked to call ${request.upstream.provider}.`;
        throw new ServiceError('internal_error', message);
      }
      upkeep?.begin(request.profile);
      const leaving = new AbortController();
      const channel = createChannel<RunEvent>(CHANNEL_CAPACITY, leaving.signal);
      const ending = AbortSignal.any([signal, closing.signal, leaving.signal]);
      const run = executeRun(request, {
        takeProcess: () => pool.take(request.profile, ending),
        emit: (event) => {
          upkeep?.notice(event);
          return channel.push(event);
        },
        signal: ending,
      }).finally(channel.end);
      runs.add(run);
      try {
        yield* channel.values;
      } finally {
        leaving.abort();
        await run;
        runs.delete(run);
      }
    },

    async settle() {
      await Promise.all(runs);
      await upkeep?.settle();
    },

    version() {
      version ??= readVersion(claudePath).catch((error: unknown) => {
        version = undefined;
        throw error;
      });
      return version;
    },

    async close() {
      closing.abort(new ServiceError('interrupted', 'The service was stopped in the middle of the run.'));
      await Promise.all(runs);
      await pool.close();
      await tidying;
      await (await starting).close();
    },
  };
};
