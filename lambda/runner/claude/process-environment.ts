import { findModel } from '#core/models/find-model.ts';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { PrivateDirectory } from './private-directory.ts';
import type { ProcessShape } from './process-shape.ts';

/** What the CLI's own names for models stand for at Bedrock. */
const BEDROCK_MODELS = Object.fromEntries(
  ['opus', 'sonnet', 'haiku', 'fable'].map((alias) => [
    `ANTHROPIC_DEFAULT_${alias.toUpperCase()}_MODEL`,
    findModel(MODEL_CATALOG, alias)?.id ?? alias,
  ]),
);

/** What a process's environment is made of. */
export interface EnvironmentParts {
  readonly shape: ProcessShape;
  readonly directory: PrivateDirectory;
  readonly path: string;
  /** `NAME=value`, inherited by whatever the process starts. */
  readonly marker: string;
  /** Whose API the gate expects to be spoken. */
  readonly provider: Upstream['provider'];
  /** Of the gate. */
  readonly baseUrl: string;
  readonly token: string;
}

/** How the CLI reaches the gate, with its token in the place of a credential. */
const gateEnvironment = ({ provider, baseUrl, token }: EnvironmentParts): Readonly<Record<string, string>> => {
  if (provider === 'anthropic') return { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: token };
  return {
    CLAUDE_CODE_USE_BEDROCK: '1',
    ANTHROPIC_BEDROCK_BASE_URL: baseUrl,
    AWS_BEARER_TOKEN_BEDROCK: token,
    // Decides only by which names the CLI calls models, and the gate names them anew.
    AWS_REGION: 'us-east-1',
    // Without these, each start calls up to 15 models to find out which there are.
    ...BEDROCK_MODELS,
  };
};

/** All variables of a process: nothing of ours is inherited. */
export const processEnvironment = (parts: EnvironmentParts): Readonly<Record<string, string>> => {
  const {
    shape,
    directory: { home, temporary },
    path,
    marker,
  } = parts;
  const [markerName = '', markerValue = ''] = marker.split('=');
  return {
    ...shape.environment,
    PATH: path,
    HOME: home,
    CLAUDE_CONFIG_DIR: `${home}/.claude`,
    TMPDIR: temporary,
    CLAUDE_CODE_TMPDIR: temporary,
    ...gateEnvironment(parts),
    [markerName]: markerValue,
    // As root the CLI refuses to skip permissions unless it is told that it is in a sandbox.
    ...(process.getuid?.() === 0 && { IS_SANDBOX: '1' }),
  };
};
