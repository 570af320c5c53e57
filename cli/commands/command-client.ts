import type { Command } from 'commander';
import { findTarget } from '#cli/deployments/find-target.ts';
import { type Client, createClient } from '#cli/http/client.ts';
import type { Terminal } from '#cli/terminal.ts';

/** A client of the deployment that a command's options and the environment name. @throws CommandError if there is none. */
export const commandClient = async (command: Command, terminal: Terminal): Promise<Client> =>
  createClient(await findTarget(command.optsWithGlobals(), terminal));
