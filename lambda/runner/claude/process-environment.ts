import type { PrivateDirectory } from './private-directory.ts';
import type { ProcessShape } from './process-shape.ts';

/** What a process's environment is made of. */
export interface EnvironmentParts {
  readonly shape: ProcessShape;
  readonly directory: PrivateDirectory;
  readonly path: string;
  /** `NAME=value`, inherited by whatever the process starts. */
  readonly marker: string;
  /** Of the gate. */
  readonly baseUrl: string;
  readonly token: string;
}

/** All variables of a process: nothing of ours is inherited. */
export const processEnvironment = ({
  shape,
  directory: { home, temporary },
  path,
  marker,
  baseUrl,
  token,
}: EnvironmentParts): Readonly<Record<string, string>> => {
  const [markerName = '', markerValue = ''] = marker.split('=');
  return {
    ...shape.environment,
    PATH: path,
    HOME: home,
    CLAUDE_CONFIG_DIR: `${home}/.claude`,
    TMPDIR: temporary,
    CLAUDE_CODE_TMPDIR: temporary,
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_API_KEY: token,
    [markerName]: markerValue,
    // As root the CLI refuses to skip permissions unless it is told that it is in a sandbox.
    ...(process.getuid?.() === 0 && { IS_SANDBOX: '1' }),
  };
};
