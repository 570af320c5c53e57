import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { Terminal } from '#cli/terminal.ts';
import { type Deployment, Deployment as DeploymentSchema } from './deployment.ts';
import { type Deployments, deploymentsPath, readDeployments, writeDeployments } from './deployments-file.ts';
import { DEFAULT_DATA_DIR, readLocalDeployment } from './local-deployment.ts';
import type { Target } from './target.ts';

/** The options that every command has. */
export interface TargetOptions {
  readonly url?: string;
  readonly deployment?: string;
  readonly dataDir?: string;
}

/** The name of a deployment that was given none. */
export const DEFAULT_NAME = 'default';

/**
 * The deployment that is meant: the one that options name, else the environment, else local mode in this folder, else
 * the one that was logged in to.
 *
 * Credentials of the environment go to whichever it is; stored ones only to the URL that they are stored with.
 *
 * @throws CommandError if there is none.
 */
export const findTarget = async (options: TargetOptions, terminal: Terminal): Promise<Target> => {
  const { environment } = terminal;
  const target = await findDeployment(options, terminal);
  const accessToken = environment['HEADLESS_CLAUDE_TOKEN'] || undefined;
  const api_key = environment['HEADLESS_CLAUDE_API_KEY'] || undefined;
  if (accessToken === undefined && api_key === undefined) return target;
  const { api_key: _stored, ...others } = target;
  return { ...others, ...(api_key !== undefined && { api_key }), ...(accessToken !== undefined && { accessToken }) };
};

const findDeployment = async (options: TargetOptions, terminal: Terminal): Promise<Target> => {
  const { environment } = terminal;
  const path = deploymentsPath(terminal);
  if (options.deployment !== undefined) return named(options.deployment, path);
  if (options.dataDir !== undefined) return local(options.dataDir);
  const url = options.url ?? (environment['HEADLESS_CLAUDE_URL'] || undefined);
  if (url !== undefined) return withUrl(url, path);
  const name = environment['HEADLESS_CLAUDE_DEPLOYMENT'];
  if (name) return named(name, path);
  return (await readLocalDeployment(DEFAULT_DATA_DIR)) ?? (await named(DEFAULT_NAME, path));
};

const named = async (name: string, path: string): Promise<Target> => {
  const deployments = await readDeployments(path);
  const deployment = deployments[name];
  if (deployment) return storedTarget(name, deployment, path);
  const names = Object.keys(deployments);
  throw new CommandError(
    name === DEFAULT_NAME ? 'There is no deployment to call.' : `There is no deployment "${name}".`,
    {
      exitCode: EXIT_CODES.usage,
      hint:
        names.length > 0
          ? `Give --deployment one of: ${names.join(', ')}.`
          : 'Start one with "headless-claude local", or log in to one with "headless-claude login".',
    },
  );
};

const local = async (dataDir: string): Promise<Target> => {
  const target = await readLocalDeployment(dataDir);
  if (target) return target;
  throw new CommandError(`Local mode has never run with the data folder ${dataDir}.`, {
    exitCode: EXIT_CODES.usage,
    hint: `headless-claude local --data-dir '${dataDir}'`,
  });
};

const withUrl = async (text: string, path: string): Promise<Target> => {
  const url = parseUrl(text);
  const running = await readLocalDeployment(DEFAULT_DATA_DIR);
  if (running?.url === url) return running;
  const found = Object.entries(await readDeployments(path)).find(([, deployment]) => deployment.url === url);
  return found ? storedTarget(...found, path) : { url };
};

/** A deployment's URL as it is kept. @throws CommandError if it is none. */
export const parseUrl = (text: string): string => {
  const parsed = DeploymentSchema.shape.url.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new CommandError(`"${text}" is not a URL that begins with https:// or http://.`, {
    exitCode: EXIT_CODES.usage,
  });
};

const storedTarget = (name: string, deployment: Deployment, path: string): Target => ({
  ...deployment,
  saveOAuth: async (oauth) => {
    const deployments: Deployments = await readDeployments(path);
    await writeDeployments(path, { ...deployments, [name]: { ...deployment, oauth } });
  },
});
