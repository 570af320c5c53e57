import type { Command } from 'commander';
import type { Deployment } from '#cli/deployments/deployment.ts';
import { deploymentsPath, readDeployments } from '#cli/deployments/deployments-file.ts';
import { table } from '#cli/output/table.ts';
import type { Terminal } from '#cli/terminal.ts';

const credentialsOf = ({ api_key, oauth }: Deployment): string =>
  [api_key && 'API key', oauth && (oauth.client_secret ? 'app client' : 'login')].filter(Boolean).join(', ');

/** `deployments`: those that `login` has stored. */
export const addDeployments = (program: Command, terminal: Terminal): void => {
  program
    .command('deployments')
    .description('the deployments that you are logged in to')
    .action(async () => {
      const deployments = await readDeployments(deploymentsPath(terminal));
      const rows = Object.entries(deployments).map(([name, deployment]) => [
        ...[name, deployment.url, credentialsOf(deployment)],
      ]);
      terminal.stdout.write(table([{ title: 'NAME' }, { title: 'URL' }, { title: 'CREDENTIAL' }], rows));
    });
};
