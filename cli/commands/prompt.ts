import { type Command, Option } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { type EndedPrompt, followPrompt, type PromptEvent } from '#cli/http/follow-prompt.ts';
import { readText } from '#cli/input/read-text.ts';
import { usd } from '#cli/output/format.ts';
import { printable } from '#cli/output/printable.ts';
import { showWaiting } from '#cli/output/waiting.ts';
import { writeJson, writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { parseCount, parseList, parseSeconds, parseUsd } from './parse.ts';
import type { JsonOption } from './show.ts';

interface PromptOptions extends JsonOption {
  readonly profile?: string;
  readonly model?: string;
  readonly system?: string;
  readonly maxCost?: number;
  readonly maxTurns?: number;
  readonly timeout?: number;
  readonly tags?: readonly string[];
  readonly store: boolean;
}

/** The first byte comes once the prompt is admitted, which a cold start delays. */
const FIRST_BYTE_MS = 120_000;

/** `prompt`: runs a prompt, and shows the answer as it comes. */
export const addPrompt = (program: Command, terminal: Terminal): void => {
  program
    .command('prompt')
    .description('run a prompt; the answer is written as it comes')
    .argument('<text...>', 'what to ask; - stands for what comes by stdin')
    .addOption(new Option('--profile <profile>', 'with or without tools').choices(['chat', 'agent']))
    .option('--model <model>', 'id or alias of "headless-claude models"')
    .option('--system <text>', 'system prompt')
    .option('--max-cost <usd>', 'the run ends once it has cost this much', parseUsd)
    .option('--max-turns <n>', 'model calls, at most', parseCount)
    .option('--timeout <time>', 'the run ends after this long, such as 10m', parseSeconds)
    .option('--tags <words>', 'words that usage can be told apart by, with commas', parseList)
    .option('--no-store', 'keep neither prompt nor answer')
    .option('--json', 'print the ended prompt as JSON')
    .addHelpText(
      'after',
      examples(
        'prompt "Which files are in your workspace?"',
        'prompt --profile chat --model haiku "Summarize this:" - < report.txt',
        'prompt --json --max-cost 0.50 "Write a haiku" | jq .cost_usd',
      ),
    )
    .action(async (words: readonly string[], options: PromptOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const body = { ...bodyOf(options), prompt: await promptOf(words, terminal), stream: true };
      const waiting = showWaiting(terminal, 'Waiting for the answer');
      try {
        const response = await client.call('POST', '/v1/prompts', { body, timeoutMs: FIRST_BYTE_MS });
        const ended = await followPrompt(response, (event) => {
          if (options.json) return;
          waiting.stop();
          showEvent(terminal, event);
        });
        waiting.stop();
        report(ended, options, terminal);
      } finally {
        waiting.stop();
      }
    });
};

const bodyOf = ({ profile, model, system, maxCost, maxTurns, timeout, tags, store }: PromptOptions): object => ({
  ...{ profile, model, system, tags, store },
  ...{ max_cost_usd: maxCost, max_turns: maxTurns, timeout_seconds: timeout },
});

/** Words make a line; what came by stdin stands apart. */
const promptOf = async (words: readonly string[], terminal: Terminal): Promise<string> => {
  const at = words.indexOf('-');
  if (at < 0) return words.join(' ');
  const parts = [words.slice(0, at).join(' '), await readText(terminal), words.slice(at + 1).join(' ')];
  return parts.filter((part) => part !== '').join('\n\n');
};

/** Writes the answer as it comes, and which tools are called. */
const showEvent = (terminal: Terminal, event: PromptEvent): void => {
  const { stdout } = terminal;
  if (event.kind === 'tool') writeNote(terminal, `${event.name} ${JSON.stringify(event.input)}`);
  else stdout.write(stdout.isTTY ? printable(event.text) : event.text);
};

/** Tells how it ended. @throws CommandError unless the model came to its end. */
const report = ({ ended, text }: EndedPrompt, { json }: JsonOption, terminal: Terminal): void => {
  if (json) writeJson(terminal, { ...ended, response: text });
  else {
    if (text !== '' && !text.endsWith('\n')) terminal.stdout.write('\n');
    const seconds = ((ended.duration_ms ?? 0) / 1000).toFixed(1);
    writeNote(terminal, `${ended.model} · ${seconds} s · ${usd(ended.cost_usd)} · ${ended.id}`);
  }
  const { status, stop_reason, error, request_id: requestId } = ended;
  if (status === 'completed') return;
  if (status === 'incomplete' && stop_reason !== 'refusal') {
    const hint = 'What came until then is above, and paid for.';
    throw new CommandError(`The run ended early: ${stop_reason}.`, { exitCode: EXIT_CODES.limit, hint, requestId });
  }
  throw new CommandError(error?.message ?? `The run ended as ${status}: ${stop_reason}.`, { requestId });
};
