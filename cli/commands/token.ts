import type { Command } from 'commander';
import { findTarget } from '#cli/deployments/find-target.ts';
import { accessTokenOf } from '#cli/oauth/access-token-of.ts';
import { whileWaiting } from '#cli/output/waiting.ts';
import type { Terminal } from '#cli/terminal.ts';
import { examples } from './examples.ts';

/** `token`: an access token, for other programs. */
export const addToken = (program: Command, terminal: Terminal): void => {
  program
    .command('token')
    .description('print an access token: of your login, or of an app client by its secret')
    .addHelpText('after', examples('token', 'token --deployment ci'))
    .action(async (_options: object, command: Command) => {
      const target = await findTarget(command.optsWithGlobals(), terminal);
      const token = await whileWaiting(terminal, 'Getting an access token', () => accessTokenOf(target));
      terminal.stdout.write(`${token}\n`);
    });
};
