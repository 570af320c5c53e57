import type { Command } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { deploymentsPath, readDeployments, writeDeployments } from '#cli/deployments/deployments-file.ts';
import { DEFAULT_NAME } from '#cli/deployments/find-target.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { connect } from '#cli/http/connect.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';

/** `logout`: forgets a deployment, and revokes the login. */
export const addLogout = (program: Command, terminal: Terminal): void => {
  program
    .command('logout')
    .description('forget a deployment and its credential; a login of a person is revoked')
    .action(async (_options: object, command: Command) => {
      const { deployment: name = DEFAULT_NAME } = command.optsWithGlobals<{ readonly deployment?: string }>();
      const path = deploymentsPath(terminal);
      const { [name]: deployment, ...others } = await readDeployments(path);
      if (!deployment) {
        throw new CommandError(`There is no deployment "${name}".`, { exitCode: EXIT_CODES.notFound });
      }
      await writeDeployments(path, others);
      const { token_url, client_id, refresh_token } = deployment.oauth ?? {};
      // https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
      if (token_url !== undefined && client_id !== undefined && refresh_token !== undefined) {
        const body = new URLSearchParams({ client_id, token: refresh_token });
        await connect(new URL('revoke', token_url).href, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
      }
      writeNote(terminal, `Logged out of ${deployment.url}.`);
    });
};
