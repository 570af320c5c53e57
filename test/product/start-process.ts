import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import type { Credentials } from '#local/credentials.ts';

/** What a caller with that key sends. */
export const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

/** `npm start`, as its own process: ready when this resolves, killed with the test. */
export const startProcess = async (
  t: TestContext,
  dataDir: string,
  modelUrl: string,
  more: Record<string, string> = {},
) => {
  const child = spawn(process.execPath, ['local/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      POOL_CHAT_SIZE: '1',
      POOL_AGENT_SIZE: '0',
      ANTHROPIC_API_KEY: 'x',
      ANTHROPIC_BASE_URL: modelUrl,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  // The banner is printed when the service is ready.
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('curl')) break;
  const credentials: Credentials = JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8'));
  return { child, credentials, baseUrl: credentials.base_url, headers: headersOf(credentials.api_key) };
};

/** How the process has ended, once it has. */
export const exitOf = async (child: ChildProcess) => {
  const [code, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
  return { code, signal };
};
