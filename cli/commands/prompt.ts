import type { Command } from 'commander';
import { followPrompt } from '#cli/http/follow-prompt.ts';
import { showWaiting } from '#cli/output/waiting.ts';
import { writeJson } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { checkCompleted, showEnd, showEvent } from './prompt-answer.ts';
import { addPromptOptions, type PromptValues, promptBody } from './prompt-options.ts';
import type { JsonOption } from './show.ts';

interface PromptOptions extends JsonOption, PromptValues {
  readonly store: boolean;
}

/** The first byte comes once the prompt is admitted, which a cold start delays. */
const FIRST_BYTE_MS = 120_000;

/** `prompt`: runs a prompt, and shows the answer as it comes. */
export const addPrompt = (program: Command, terminal: Terminal): void => {
  addPromptOptions(program.command('prompt'))
    .description('run a prompt; the answer is written as it comes')
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
      const body = { ...(await promptBody(words, options, terminal)), store: options.store, stream: true };
      const waiting = showWaiting(terminal, 'Waiting for the answer');
      try {
        const response = await client.call('POST', '/v1/prompts', { body, timeoutMs: FIRST_BYTE_MS });
        const ended = await followPrompt(response, (event) => {
          if (options.json) return;
          waiting.stop();
          showEvent(terminal, event);
        });
        waiting.stop();
        if (options.json) writeJson(terminal, { ...ended.ended, response: ended.text });
        else showEnd(terminal, ended);
        checkCompleted(ended);
      } finally {
        waiting.stop();
      }
    });
};
