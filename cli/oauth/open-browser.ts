import { spawn } from 'node:child_process';

const OPENERS: Readonly<Record<string, readonly [command: string, ...options: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens a page in the browser, if there is one. */
export const openBrowser = (url: string): void => {
  const [command, ...options] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(command, [...options, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
};
