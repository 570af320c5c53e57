import { type Command, Option } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import type { Deployment, OAuth } from '#cli/deployments/deployment.ts';
import { deploymentsPath, readDeployments, writeDeployments } from '#cli/deployments/deployments-file.ts';
import { DEFAULT_NAME, parseUrl } from '#cli/deployments/find-target.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { createClient } from '#cli/http/client.ts';
import { readSecret } from '#cli/input/read-secret.ts';
import { withToken } from '#cli/oauth/access-token-of.ts';
import { logIn } from '#cli/oauth/log-in.ts';
import { openBrowser } from '#cli/oauth/open-browser.ts';
import { requestToken } from '#cli/oauth/request-token.ts';
import { whileWaiting } from '#cli/output/waiting.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import { examples } from './examples.ts';
import { parseCallbackUrl, parseSeconds } from './parse.ts';

/** One of `consoleCallbackUrls` in lib/config.ts: Cognito sends browsers to no other. */
const CALLBACK_URL = 'http://localhost:8976/callback';

interface LoginValues {
  readonly deployment?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly callback: string;
  readonly browser: boolean;
  readonly timeout: number;
  readonly apiKeyStdin?: boolean;
  readonly clientSecretStdin?: boolean;
}

/** `login`: stores a deployment, and what it is called with. */
export const addLogin = (program: Command, terminal: Terminal): void => {
  program
    .command('login')
    .description('store a deployment with your login, an API key, or an app client; the words are the stack’s outputs')
    .argument('<Url>', 'the API')
    .option('--token-url <TokenUrl>', 'the token endpoint; the login page is beside it')
    .option('--client-id <id>', 'ConsoleClientId for people, MachineClientId for machines')
    .option(
      '--callback <url>',
      'where the browser comes back to; one that the deployment allows',
      parseCallbackUrl,
      CALLBACK_URL,
    )
    .option('--no-browser', 'only print the address of the login page')
    .option('--timeout <time>', 'how long to wait for the browser', parseSeconds, 300)
    .addOption(new Option('--api-key-stdin', 'store an API key, read from stdin').conflicts('clientSecretStdin'))
    .option('--client-secret-stdin', 'store an app client with its secret, read from stdin')
    .addHelpText(
      'after',
      examples(
        'login https://abc.execute-api.eu-central-1.amazonaws.com/prod/ --token-url <TokenUrl> --client-id <ConsoleClientId>',
        'login <Url> --api-key-stdin < key.txt',
        'login <Url> --deployment ci --token-url <TokenUrl> --client-id <MachineClientId> --client-secret-stdin < secret.txt',
      ),
    )
    .action(async (urlText: string, _options: object, command: Command) => {
      const options: LoginValues = command.optsWithGlobals();
      const url = parseUrl(urlText);
      const name = options.deployment ?? DEFAULT_NAME;
      const path = deploymentsPath(terminal);
      // Read first: nobody should log in for nothing because the file is damaged.
      const others = await readDeployments(path);
      const deployment = { url, ...(await credentialOf(url, options, terminal)) };
      await writeDeployments(path, { ...others, [name]: deployment });
      writeNote(terminal, `Logged in to ${url}, kept as deployment "${name}" in ${path}.`);
    });
};

/** What the deployment is called with from now on, once it was accepted. */
const credentialOf = async (
  url: string,
  options: LoginValues,
  terminal: Terminal,
): Promise<Pick<Deployment, 'api_key' | 'oauth'>> => {
  if (options.apiKeyStdin) {
    const api_key = await readSecret(terminal, 'API key');
    await createClient({ url, api_key }).call('GET', '/v1/limits');
    return { api_key };
  }
  const { tokenUrl: token_url, clientId: client_id } = options;
  if (token_url === undefined || client_id === undefined) throw incomplete();
  const oauth: OAuth = { token_url: parseUrl(token_url), client_id };
  return {
    oauth: options.clientSecretStdin ? await asMachine(oauth, terminal) : await asPerson(oauth, options, terminal),
  };
};

const asMachine = async (oauth: OAuth, terminal: Terminal): Promise<OAuth> => {
  const client_secret = await readSecret(terminal, 'client secret');
  const answer = await requestToken({
    tokenUrl: oauth.token_url,
    clientId: oauth.client_id,
    clientSecret: client_secret,
    parameters: { grant_type: 'client_credentials' },
  });
  return withToken({ ...oauth, client_secret }, answer);
};

const asPerson = async (oauth: OAuth, options: LoginValues, terminal: Terminal): Promise<OAuth> => {
  const visit = (url: string): void => {
    writeNote(terminal, `Log in at ${url}`);
    if (options.browser) openBrowser(url);
  };
  const login = { tokenUrl: oauth.token_url, clientId: oauth.client_id, visit };
  const wait = { callbackUrl: options.callback, timeoutMs: options.timeout * 1000 };
  return withToken(oauth, await whileWaiting(terminal, 'Waiting for the browser', () => logIn({ ...login, ...wait })));
};

const incomplete = (): CommandError =>
  new CommandError('There is no credential to log in with.', {
    exitCode: EXIT_CODES.usage,
    hint: 'Give --token-url and --client-id, which are outputs of the stack, or --api-key-stdin.',
  });
