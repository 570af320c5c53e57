import { roleCredentials } from '#gate/role-credentials.ts';
import { claudePath } from '#runner/claude/claude-path.ts';
import { cleanEnvironment } from '#runner/isolation/clean-environment.ts';
import { createClaudeRunner } from './claude-runner.ts';
import { createRunnerHandler } from './create-runner-handler.ts';
import { heedCancelUrl } from './heed-cancel-url.ts';

// What `RunnerEnvironment` declares in lambda/environment.ts, of which this side knows nothing, and the system's PATH.
const { CLAUDE_PATH, PATH, MODEL_PROVIDER, WARM_PROCESSES = '1' } = process.env;

/** Of each shape. Each takes about 160 MB of the function's memory; frozen, it costs nothing. */
const warmProcesses = Number(WARM_PROCESSES);

const runner = createClaudeRunner({
  claudePath: claudePath(CLAUDE_PATH),
  ...(PATH && { path: PATH }),
  warmProcesses: { chat: warmProcesses, agent: warmProcesses },
  cleanEnvironment,
  ...(MODEL_PROVIDER === 'bedrock' && { bedrockCredentials: roleCredentials(process.env) }),
});

// Not `once`: execa's own listener would then be the last one, and end this process before the others have ended.
process.on('SIGTERM', () => {
  void runner.close().finally(() => process.exit(0));
});

/** What cannot be cleaned must not see another run: Lambda makes a new environment when the runtime has gone. */
const settle = async (): Promise<void> => {
  try {
    await runner.settle();
  } catch (error) {
    process.stderr.write(`The environment is given up: ${(error as Error).message}\n`);
    process.exit(1);
  }
};

/** The runner function. */
export const handler = createRunnerHandler(heedCancelUrl(runner), settle);
