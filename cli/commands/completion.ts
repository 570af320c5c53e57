import { Argument, type Command } from 'commander';
import { candidates } from '#cli/completion/candidates.ts';
import { COMPLETION_SCRIPTS, type Shell } from '#cli/completion/scripts.ts';
import type { Terminal } from '#cli/terminal.ts';
import { examples } from './examples.ts';

/** `completion`: a script for the shell; `complete`: what that script asks. */
export const addCompletion = (program: Command, { stdout }: Terminal): void => {
  program
    .command('completion')
    .description('print a script that completes commands in your shell')
    .addArgument(new Argument('<shell>').choices(Object.keys(COMPLETION_SCRIPTS)))
    .addHelpText(
      'after',
      examples(
        'completion bash >> ~/.bashrc',
        'completion zsh >> ~/.zshrc',
        'completion fish > ~/.config/fish/completions/headless-claude.fish',
      ),
    )
    .action((shell: Shell) => {
      stdout.write(COMPLETION_SCRIPTS[shell]);
    });

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) => {
      stdout.write(
        candidates(program, words)
          .map((candidate) => `${candidate}\n`)
          .join(''),
      );
    });
};
