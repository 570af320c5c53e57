import { createServer, type Server } from 'node:http';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';

/** Who may send a browser to us. */
export interface CallbackOptions {
  /** Where the browser is sent after the login: this machine, by its name or address. */
  readonly callbackUrl: string;
  /** Random, and sent back: another page cannot make it up. */
  readonly state: string;
  readonly timeoutMs: number;
}

/** A server that waits for the browser. */
export interface CodeListener {
  /** @throws CommandError if the login was refused, or nobody came in time. */
  readonly code: Promise<string>;
  close(): void;
}

const page = (text: string): string =>
  `<!doctype html><meta charset="utf-8"><title>headless-claude</title><p style="font:1.2em system-ui;margin:3em">${text}</p>`;

const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Listens for the browser that comes back from the login with an authorization code.
 *
 * @throws CommandError if the port is taken.
 */
export const listenForCode = async (options: CallbackOptions): Promise<CodeListener> => {
  const { callbackUrl, timeoutMs } = options;
  const { promise: code, resolve, reject } = Promise.withResolvers<string>();
  // Rejected perhaps before anybody waits for it.
  code.catch(() => {});
  const { port, pathname } = new URL(callbackUrl);
  const answer: Parameters<typeof createServer>[1] = (incoming, response) => {
    const url = new URL(incoming.url ?? '/', callbackUrl);
    if (url.pathname !== pathname) return response.writeHead(404).end();
    const outcome = readCallback(url.searchParams, options.state);
    if (outcome === undefined) return response.writeHead(400).end('This is not the login that was begun.');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    if ('code' in outcome) {
      response.end(page('You are logged in. You can close this window.'));
      return resolve(outcome.code);
    }
    response.end(page('The login was refused. The terminal says why.'));
    reject(new CommandError(`The login was refused: ${outcome.error}.`, { exitCode: EXIT_CODES.credential }));
  };
  const servers = LOOPBACK.map(() => createServer(answer));
  await listenOnLoopback(servers, Number(port));
  const timer = setTimeout(
    () =>
      reject(new CommandError(`Nobody logged in within ${timeoutMs / 1000} s.`, { exitCode: EXIT_CODES.credential })),
    timeoutMs,
  );
  return {
    code,
    close: () => {
      clearTimeout(timer);
      for (const server of servers) server.close();
    },
  };
};

/** Undefined for what does not belong to this login. */
const readCallback = (parameters: URLSearchParams, state: string): { code: string } | { error: string } | undefined => {
  if (parameters.get('state') !== state) return undefined;
  const error = parameters.get('error');
  if (error !== null) return { error: parameters.get('error_description') ?? error };
  const code = parameters.get('code');
  return code === null ? undefined : { code };
};

/** `localhost` is either of the two addresses; one of them may not exist. */
const listenOnLoopback = async (servers: readonly Server[], port: number): Promise<void> => {
  const failures = await Promise.all(servers.map((server, index) => listen(server, port, LOOPBACK[index] ?? '')));
  const taken = failures.find((failure) => failure === 'EADDRINUSE');
  if (taken === undefined && failures.includes(undefined)) return;
  for (const server of servers) server.close();
  throw new CommandError(`Port ${port} is not free (${taken ?? failures[0]}), and the login comes back to it.`, {
    hint: 'End what uses it, or give --callback another of the URLs that the deployment allows.',
  });
};

const listen = (server: Server, port: number, host: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
    server.listen(port, host, () => resolve(undefined));
  });
