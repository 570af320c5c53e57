import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent, RunFailure, RunResult } from '#core/runs/run-event.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { type StandInModel, startStandInModel } from '#local/model/stand-in-model.ts';
import { claudePath } from '#runner/claude/claude-path.ts';
import { type ClaudeRunner, type ClaudeRunnerOptions, createClaudeRunner } from '#runner/claude-runner.ts';
import { type RunChanges, runRequest } from './run-request.ts';

/** The real CLI behind the real gate, in front of the stand-in model, with a temporary directory of its own. */
export interface TestRunner {
  readonly model: StandInModel;
  readonly runner: ClaudeRunner;
  /** The run's events, as they come. */
  start(changes: RunChanges, signal?: AbortSignal): AsyncIterable<RunEvent>;
  /** All events of a run. */
  run(changes: RunChanges, signal?: AbortSignal): Promise<readonly RunEvent[]>;
  /** How a run ended that is expected to end well. */
  result(changes: RunChanges): Promise<RunResult>;
  /** How a run ended that is expected to fail. */
  failure(changes: RunChanges, signal?: AbortSignal): Promise<RunFailure>;
  /** Directories of runs that are still there. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface TestRunnerOptions {
  readonly warmProcesses?: Readonly<Record<Profile, number>>;
  readonly claude?: string;
  readonly bedrockCredentials?: AwsCredentials | undefined;
  readonly cleanEnvironment?: ClaudeRunnerOptions['cleanEnvironment'];
}

/** The event that ended a run. */
export const resultOf = (events: readonly RunEvent[]): RunResult => {
  const end = events.at(-1);
  assert.ok(end?.kind === 'result', JSON.stringify(end));
  return end.result;
};

export const openTestRunner = async ({
  warmProcesses = { chat: 0, agent: 0 },
  claude = claudePath(),
  bedrockCredentials,
  cleanEnvironment,
}: TestRunnerOptions = {}): Promise<TestRunner> => {
  const directory = await mkdtemp(join(tmpdir(), 'test-runner-'));
  const model = await startStandInModel();
  const runner = createClaudeRunner({
    claudePath: claude,
    directory,
    warmProcesses,
    bedrockCredentials,
    cleanEnvironment,
  });
  const upstream = { provider: 'anthropic', baseUrl: model.baseUrl, apiKey: 'sk-upstream' } as const;

  const start = (changes: RunChanges, signal = new AbortController().signal) =>
    runner.run(runRequest({ upstream, ...changes }), 'tenant', signal);
  const run = (changes: RunChanges, signal?: AbortSignal) => Array.fromAsync(start(changes, signal));

  return {
    model,
    runner,
    start,
    run,
    result: async (changes) => resultOf(await run(changes)),
    async failure(changes, signal) {
      const end = (await run(changes, signal)).at(-1);
      assert.ok(end?.kind === 'error', JSON.stringify(end));
      return end.failure;
    },
    leftovers: () => readdir(directory),
    async close() {
      await runner.close();
      await model.close();
      await rm(directory, { recursive: true });
    },
  };
};
