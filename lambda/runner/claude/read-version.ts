import { tmpdir } from 'node:os';
import { execa } from 'execa';

const TIMEOUT_MS = 10_000;

/**
 * The version of the binary, such as `2.1.330`.
 *
 * @throws Error if it is not there, or is no Claude Code.
 */
export const readVersion = async (claudePath: string): Promise<string> => {
  const environment = { HOME: tmpdir(), DISABLE_AUTOUPDATER: '1' };
  const { stdout } = await execa(claudePath, ['--version'], {
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    timeout: TIMEOUT_MS,
  });
  const [version] = /^\d+\.\d+\.\d+\S*(?= \(Claude Code\))/.exec(stdout) ?? [];
  if (version === undefined) throw new Error(`${claudePath} is not Claude Code: its version is "${stdout}"`);
  return version;
};
