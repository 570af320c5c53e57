import { claudePath } from '#runner/claude/claude-path.ts';
import { createRunnerHandler } from './create-runner-handler.ts';
import { createClaudeRunner } from './run-claude.ts';

const { CLAUDE_PATH, PATH } = process.env;

// One process of the usual shape waits while the function is idle: it is paid for only as memory.
const runner = createClaudeRunner({
  claudePath: claudePath(CLAUDE_PATH),
  ...(PATH && { path: PATH }),
  warmProcesses: { chat: 1, agent: 1 },
});

process.once('SIGTERM', () => {
  void runner.close().finally(() => process.exit(0));
});

/** The runner function. */
export const handler = createRunnerHandler(runner);
