import type { Command } from 'commander';
import type { Terminal } from '#cli/terminal.ts';
import { examples } from './examples.ts';

/** `local`: serves the API on this machine, as `npm start` does. */
export const addLocal = (program: Command, { environment }: Terminal): void => {
  program
    .command('local')
    .description('serve the API on this machine, as "npm start" does')
    .option('--port <port>', 'instead of PORT; 0 takes any')
    .option('--host <host>', 'instead of HOST')
    .addHelpText('after', examples('local', 'local --port 4000 --data-dir /var/lib/headless-claude'))
    .addHelpText('after', 'Every other option is an environment variable: local/options.ts lists them.')
    .action(async (_options: object, command: Command) => {
      const { port, host, dataDir } = command.optsWithGlobals<Readonly<Record<string, string | undefined>>>();
      const given = Object.entries({ PORT: port, HOST: host, DATA_DIR: dataDir }).filter(([, value]) => value);
      // Local mode's entry point reads its options there.
      Object.assign(environment, Object.fromEntries(given));
      await import('#local/main.ts');
    });
};
