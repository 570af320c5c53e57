import { type Command, Option } from 'commander';
import { readText } from '#cli/input/read-text.ts';
import type { Terminal } from '#cli/terminal.ts';
import { parseCount, parseList, parseSeconds, parseUsd } from './parse.ts';

/** How a prompt is to be run, as options say it. */
export interface PromptValues {
  readonly profile?: string;
  readonly model?: string;
  readonly system?: string;
  readonly maxCost?: number;
  readonly maxTurns?: number;
  readonly timeout?: number;
  readonly tags?: readonly string[];
}

/** Adds those options, and the prompt as the words that come. */
export const addPromptOptions = (command: Command): Command =>
  command
    .argument('<text...>', 'what to ask; - stands for what comes by stdin')
    .addOption(new Option('--profile <profile>', 'with or without tools').choices(['chat', 'agent']))
    .option('--model <model>', 'id or alias of "headless-claude models"')
    .option('--system <text>', 'system prompt')
    .option('--max-cost <usd>', 'the run ends once it has cost this much', parseUsd)
    .option('--max-turns <n>', 'model calls, at most', parseCount)
    .option('--timeout <time>', 'the run ends after this long, such as 10m', parseSeconds)
    .option('--tags <words>', 'words that usage can be told apart by, with commas', parseList);

/** Words make a line; what came by stdin stands apart. */
const promptOf = async (words: readonly string[], terminal: Terminal): Promise<string> => {
  const at = words.indexOf('-');
  if (at < 0) return words.join(' ');
  const parts = [words.slice(0, at).join(' '), await readText(terminal), words.slice(at + 1).join(' ')];
  return parts.filter((part) => part !== '').join('\n\n');
};

/** The prompt and its options as the API takes them. */
export const promptBody = async (
  words: readonly string[],
  { profile, model, system, maxCost, maxTurns, timeout, tags }: PromptValues,
  terminal: Terminal,
): Promise<object> => ({
  prompt: await promptOf(words, terminal),
  ...{ profile, model, system, tags },
  ...{ max_cost_usd: maxCost, max_turns: maxTurns, timeout_seconds: timeout },
});
