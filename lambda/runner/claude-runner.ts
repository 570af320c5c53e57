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
}

/** A runner whose CLI runs on this machine. */
export interface ClaudeRunner extends Runner {
  /** Ends the runs under way as `interrupted`, then every process. */
  close(): Promise<void>;
}

/** Events that a slow reader may leave unread before the CLI has to wait. */
const CHANNEL_CAPACITY = 256;

/** Runs the CLI in processes of this machine; starts the gate and the first warm processes at once. */
export const createClaudeRunner = ({
  claudePath,
  path = '/usr/local/bin:/usr/bin:/bin',
  directory = tmpdir(),
  warmProcesses,
  bedrockCredentials,
}: ClaudeRunnerOptions): ClaudeRunner => {
  const starting = startGate({ bedrockCredentials });
  // What it cannot remove harms nobody.
  const tidying = removeLeftovers(directory).catch(() => {});
  const closing = new AbortController();
  const runs = new Set<Promise<void>>();
  const pool = createProcessPool({
    sizes: warmProcesses,
    maxStartsAtOnce: availableParallelism(),
    clock: Date.now,
    start: async (profile) => startClaude(profile, { claudePath, path, directory, gate: await starting }),
  });
  let version: Promise<string> | undefined;

  return {
    async *run(request, _tenantId, signal) {
      const { provider } = await starting;
      if (request.upstream.provider !== provider) {
        const message = `The runner was started to call ${provider}, but is asked to call ${request.upstream.provider}.`;
        throw new ServiceError('internal_error', message);
      }
      const leaving = new AbortController();
      const channel = createChannel<RunEvent>(CHANNEL_CAPACITY, leaving.signal);
      const ending = AbortSignal.any([signal, closing.signal, leaving.signal]);
      const run = executeRun(request, {
        takeProcess: () => pool.take(request.profile, ending),
        emit: channel.push,
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
