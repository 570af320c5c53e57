import type { Command } from 'commander';
import type { z } from 'zod';
import { listAll } from '#cli/http/list-all.ts';
import { instant } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { PrincipalJson } from '#core/admin/principal-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { type JsonOption, show } from './show.ts';
import { addTenantOption, type TenantOption, tenantPath } from './tenant-path.ts';

type Principal = z.infer<typeof PrincipalJson>;
type Common = JsonOption & TenantOption;

const principalTable = (principals: readonly Principal[]): string =>
  table(
    [{ title: 'ID' }, { title: 'ASSIGNED' }],
    principals.map(({ id, assigned_at }) => [id, instant(assigned_at)]),
  );

/** `principals …`: the Cognito users and clients of a tenant. */
export const addPrincipals = (program: Command, terminal: Terminal): void => {
  const principals = program
    .command('principals')
    .description('the Cognito users and clients that belong to a tenant')
    .addHelpText('after', examples('principals assign user:<sub> --tenant ten_01kb…', 'principals list --tenant …'));
  const principalCommand = (name: string): Command => addTenantOption(principals.command(name));

  principalCommand('list')
    .description('list them')
    .option('--json', 'print JSON')
    .action(async (options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      const path = `${tenantPath(options, client)}/principals`;
      show(terminal, options, await listAll<Principal>(client, path), principalTable);
    });

  principalCommand('assign')
    .description('let a user or client belong to the tenant')
    .argument('<id>', 'user:<sub> or client:<client id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      const path = `${tenantPath(options, client)}/principals`;
      show(terminal, options, await client.json<Principal>('POST', path, { body: { id } }));
    });

  principalCommand('remove')
    .description('let a user or client belong to the tenant no more')
    .argument('<id>')
    .action(async (id: string, options: TenantOption, command: Command) => {
      const client = await commandClient(command, terminal);
      await client.call('DELETE', `${tenantPath(options, client)}/principals/${encodeURIComponent(id)}`);
      writeNote(terminal, `${id} belongs to the tenant no more.`);
    });
};
