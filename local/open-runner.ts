import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { claudePath } from '#runner/claude/claude-path.ts';
import { type ClaudeRunner, createClaudeRunner } from '#runner/claude-runner.ts';
import type { LocalOptions } from './options.ts';
import { StartError } from './start-error.ts';

/**
 * The runner of this machine; its first processes start at once.
 *
 * @throws StartError if Claude Code is not installed, or not at the path given.
 */
export const openRunner = (options: LocalOptions): ClaudeRunner =>
  createClaudeRunner({
    claudePath: findClaude(options.claudePath),
    warmProcesses: { chat: options.poolChatSize, agent: options.poolAgentSize },
  });

const findClaude = (given: string | undefined): string => {
  if (given !== undefined) return checkExecutable(resolve(given));
  try {
    return claudePath();
  } catch (cause) {
    throw new StartError(`Claude Code is not installed: ${(cause as Error).message}.`, { cause });
  }
};

const checkExecutable = (path: string): string => {
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return path;
  } catch (cause) {
    throw notExecutable(path, (cause as Error).message, cause);
  }
  throw notExecutable(path, 'it is not a file');
};

const notExecutable = (path: string, reason: string, cause?: unknown): StartError => {
  const remedy = 'Set it to the binary of Claude Code, or leave it out to use the one that npm installed.';
  return new StartError(`CLAUDE_PATH ${path} cannot be run: ${reason}. ${remedy}`, { cause });
};
