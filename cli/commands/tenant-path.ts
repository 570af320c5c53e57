import type { Command } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { Client } from '#cli/http/client.ts';

/** The option of the tenant that a command is about. */
export interface TenantOption {
  readonly tenant?: string;
}

/** Adds that option. */
export const addTenantOption = (command: Command): Command =>
  command.option('--tenant <id>', "the tenant; in local mode, if left out, local mode's own");

/** Path of that tenant. @throws CommandError if none is named and there is none of local mode. */
export const tenantPath = ({ tenant }: TenantOption, { target }: Client): string => {
  const id = tenant ?? target.tenantId;
  if (id !== undefined) return `/admin/tenants/${encodeURIComponent(id)}`;
  throw new CommandError('Whose? The tenant is missing.', {
    exitCode: EXIT_CODES.usage,
    hint: 'Give --tenant <id>; "headless-claude tenants list" lists them.',
  });
};

/** Path of a key of that tenant. */
export const keyPath = (options: TenantOption, keyId: string, client: Client): string =>
  `${tenantPath(options, client)}/keys/${encodeURIComponent(keyId)}`;
