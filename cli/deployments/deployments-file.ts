import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { Terminal } from '#cli/terminal.ts';
import { readPrivateFile, writePrivateFile } from '#local/private-file.ts';
import { Deployment } from './deployment.ts';

const Deployments = z.record(z.string(), Deployment);
/** Deployments by name. */
export type Deployments = Readonly<z.infer<typeof Deployments>>;

/** Where deployments and their credentials are kept: https://specifications.freedesktop.org/basedir/latest/ */
export const deploymentsPath = ({ environment }: Pick<Terminal, 'environment'>): string =>
  join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'headless-claude', 'deployments.json');

/**
 * The deployments that `login` has stored, by name; none if there is no file.
 *
 * @throws CommandError if the file is damaged, or others may read the credentials in it.
 */
export const readDeployments = async (path: string): Promise<Deployments> => {
  const text = await readPrivateFile(path);
  if (text === undefined) return {};
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new CommandError(`${path} holds credentials, and others than you may read it.`, {
      exitCode: EXIT_CODES.credential,
      hint: `chmod 600 '${path}'`,
    });
  }
  const parsed = Deployments.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw new CommandError(`${path} is damaged.`, { hint: 'Repair it, or delete it and log in again.' });
};

/** Writes them, readable by their owner alone. */
export const writeDeployments = async (path: string, deployments: Deployments): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writePrivateFile(path, `${JSON.stringify(deployments, null, 2)}\n`);
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
