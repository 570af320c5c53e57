import { z } from 'zod';
import { parseSettings, type SettingsInput } from '#core/settings.ts';
import { StartError } from './start-error.ts';

/** How local mode runs: what may be set from outside. */
export interface LocalOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where everything is kept that survives a restart. */
  readonly dataDir: string;
  /** Another DynamoDB API than the one in this process. */
  readonly dynamodbEndpoint?: string | undefined;
  /** Where the Anthropic API is, and the key for it; absent: the stand-in model answers. */
  readonly upstream?: { readonly baseUrl: string; readonly apiKey: string } | undefined;
  /** The binary of Claude Code; absent: the one that npm installed. */
  readonly claudePath?: string | undefined;
  /** What is left out has its default. */
  readonly settings: SettingsInput;
  /** Processes of Claude Code kept warm for profile `chat`. */
  readonly poolChatSize: number;
  /** Processes of Claude Code kept warm for profile `agent`. */
  readonly poolAgentSize: number;
  /** Jobs that run at once. */
  readonly workers: number;
  /** Where model calls are metered: `runner`, next to Claude Code, or `function`, apart from it as on AWS. */
  readonly gate: 'runner' | 'function';
  /** Who issues access tokens, such as a Cognito user pool; absent: the local issuer. */
  readonly tokenIssuer?: TokenIssuer | undefined;
}

/** An issuer of access tokens that is not ours. */
export interface TokenIssuer {
  readonly issuer: string;
  /** @default - `/.well-known/jwks.json` below the issuer */
  readonly jwksUrl?: string | undefined;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
}

/** What is used where nothing is set. */
export const DEFAULT_OPTIONS: LocalOptions = {
  host: '127.0.0.1',
  port: 3007,
  dataDir: '.headless-claude',
  settings: {},
  poolChatSize: 2,
  poolAgentSize: 2,
  workers: 4,
  gate: 'runner',
};

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });

const settings = z.string().transform((text, context): SettingsInput => {
  try {
    return parseSettings(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    context.addIssue({ code: 'custom', message: `must be JSON with settings of lambda/core/settings.ts: ${reason}` });
    return z.NEVER;
  }
});

const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));

const Variables = z
  .object({
    HOST: z.string(),
    PORT: wholeNumber(0, 65_535),
    DATA_DIR: z.string(),
    DYNAMODB_ENDPOINT: httpUrl,
    ANTHROPIC_API_KEY: z.string(),
    ANTHROPIC_BASE_URL: httpUrl,
    CLAUDE_PATH: z.string(),
    SETTINGS: settings,
    POOL_CHAT_SIZE: wholeNumber(0, 100),
    POOL_AGENT_SIZE: wholeNumber(0, 100),
    WORKERS: wholeNumber(1, 100),
    GATE: z.enum(['runner', 'function'], { error: 'must be runner or function' }),
    TOKEN_ISSUER: httpUrl,
    TOKEN_JWKS_URL: httpUrl,
    TOKEN_CLIENT_IDS: list,
  })
  .partial()
  .refine(({ TOKEN_ISSUER, TOKEN_CLIENT_IDS }) => (TOKEN_ISSUER === undefined) === (TOKEN_CLIENT_IDS === undefined), {
    path: ['TOKEN_CLIENT_IDS'],
    error: 'must name the accepted app clients, separated by commas, exactly when TOKEN_ISSUER is set',
  });

/**
 * Reads the options from environment variables; an empty one counts as not given.
 *
 * @throws StartError naming every variable that is wrong, and what it must be.
 */
export const readOptions = (environment: Readonly<Record<string, string | undefined>>): LocalOptions => {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = Variables.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`);
    throw new StartError(wrong.join('\n'));
  }
  const variables = parsed.data;
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl = 'https://api.anthropic.com' } = variables;
  const { TOKEN_ISSUER: issuer, TOKEN_JWKS_URL: jwksUrl, TOKEN_CLIENT_IDS: clientIds = [] } = variables;
  return {
    host: variables.HOST ?? DEFAULT_OPTIONS.host,
    port: variables.PORT ?? DEFAULT_OPTIONS.port,
    dataDir: variables.DATA_DIR ?? DEFAULT_OPTIONS.dataDir,
    dynamodbEndpoint: variables.DYNAMODB_ENDPOINT,
    upstream: apiKey === undefined ? undefined : { baseUrl, apiKey },
    claudePath: variables.CLAUDE_PATH,
    settings: variables.SETTINGS ?? DEFAULT_OPTIONS.settings,
    poolChatSize: variables.POOL_CHAT_SIZE ?? DEFAULT_OPTIONS.poolChatSize,
    poolAgentSize: variables.POOL_AGENT_SIZE ?? DEFAULT_OPTIONS.poolAgentSize,
    workers: variables.WORKERS ?? DEFAULT_OPTIONS.workers,
    gate: variables.GATE ?? DEFAULT_OPTIONS.gate,
    tokenIssuer: issuer === undefined ? undefined : { issuer, jwksUrl, clientIds },
  };
};
