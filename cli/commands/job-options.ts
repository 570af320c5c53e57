import type { Command } from 'commander';
import type { Terminal } from '#cli/terminal.ts';
import { parseCount } from './parse.ts';
import { addPromptOptions, type PromptValues, promptBody } from './prompt-options.ts';

/** How a job is to be run, as options say it. */
export interface JobValues extends PromptValues {
  readonly maxAttempts?: number;
  readonly webhook?: string;
}

/** Adds the options of a job to those of its prompt. */
export const addJobOptions = (command: Command): Command =>
  addPromptOptions(command)
    .option('--max-attempts <n>', 'how often it may be started', parseCount)
    .option('--webhook <url>', 'told of its end');

/** The job as the API takes it. */
export const jobBody = async (words: readonly string[], values: JobValues, terminal: Terminal): Promise<object> => ({
  ...(await promptBody(words, values, terminal)),
  max_attempts: values.maxAttempts,
  webhook_url: values.webhook,
});
