import { claudePath } from '#runner/claude/claude-path.ts';
import { type ClaudeRunner, createClaudeRunner } from '#runner/claude-runner.ts';
import type { LocalOptions } from './options.ts';
import { StartError } from './start-error.ts';

/**
 * The runner of this machine; its first processes start at once.
 *
 * @throws StartError if Claude Code is not installed.
 */
export const openRunner = (options: LocalOptions): ClaudeRunner =>
  createClaudeRunner({
    claudePath: findClaude(options.claudePath),
    warmProcesses: { chat: options.poolChatSize, agent: options.poolAgentSize },
  });

const findClaude = (given: string | undefined): string => {
  try {
    return claudePath(given);
  } catch (cause) {
    throw new StartError(`Claude Code is not installed: ${(cause as Error).message}.`, { cause });
  }
};
