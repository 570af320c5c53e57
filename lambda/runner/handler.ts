import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { claudePath } from '#runner/claude/claude-path.ts';
import { createClaudeRunner } from './claude-runner.ts';
import { createRunnerHandler } from './create-runner-handler.ts';

const { CLAUDE_PATH, PATH, MODEL_PROVIDER } = process.env;

/** Of the runner's role. Lambda keeps them valid for as long as the environment lives. */
const roleCredentials = (): AwsCredentials => {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};

// One process of each shape waits. Each takes about 160 MB of the function's memory; idle, it costs nothing.
const runner = createClaudeRunner({
  claudePath: claudePath(CLAUDE_PATH),
  ...(PATH && { path: PATH }),
  warmProcesses: { chat: 1, agent: 1 },
  ...(MODEL_PROVIDER === 'bedrock' && { bedrockCredentials: roleCredentials() }),
});

// Not `once`: execa's own listener would then be the last one, and end this process before the others have ended.
process.on('SIGTERM', () => {
  void runner.close().finally(() => process.exit(0));
});

/** The runner function. */
export const handler = createRunnerHandler(runner);
