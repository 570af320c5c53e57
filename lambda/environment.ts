/** Which models there are, and how they are called. */
interface ModelEnvironment {
  /** `anthropic`: the key is in the secret; `bedrock`: the role of the function that holds the gate calls the model. */
  readonly MODEL_PROVIDER: 'anthropic' | 'bedrock';
  /** The secret that holds the Anthropic key; empty unless that is the provider. */
  readonly ANTHROPIC_SECRET_ARN: string;
  /** Where the Anthropic API is. */
  readonly ANTHROPIC_BASE_URL: string;
  /** The Region whose Bedrock is called, if that is the provider. */
  readonly BEDROCK_REGION: string;
  /** The inference profile that Bedrock's models are called by: `global`, or a geography such as `eu`. */
  readonly BEDROCK_PROFILE: string;
  /** Overrides of the defaults in core/settings.ts, as JSON. */
  readonly SETTINGS: string;
}

/** The names of those that say how models are called. */
export const MODEL_VARIABLES = [
  'MODEL_PROVIDER',
  'ANTHROPIC_SECRET_ARN',
  'ANTHROPIC_BASE_URL',
  'BEDROCK_REGION',
  'BEDROCK_PROFILE',
  'SETTINGS',
] as const satisfies readonly (keyof ModelEnvironment)[];

/** What it takes to run prompts. */
export interface RunEnvironment extends ModelEnvironment {
  readonly TABLE_NAME: string;
  readonly BODY_BUCKET_NAME: string;
  readonly RUNNER_FUNCTION_NAME: string;
  /** Where the gate function is; empty: the gate is inside the runner. */
  readonly GATE_URL: string;
}

/** The names of what the functions that run prompts are given. */
export const RUN_VARIABLES = [
  'TABLE_NAME',
  'BODY_BUCKET_NAME',
  'RUNNER_FUNCTION_NAME',
  ...MODEL_VARIABLES,
  'GATE_URL',
  'WORK_QUEUE_URL',
  'WEBHOOK_QUEUE_URL',
] as const satisfies readonly (keyof (RunEnvironment & QueueEnvironment))[];

/** Where goes what is done outside of a request. */
export interface QueueEnvironment {
  /** The SQS queue of what the worker function does. */
  readonly WORK_QUEUE_URL: string;
  /** The SQS queue of what the webhook function sends. */
  readonly WEBHOOK_QUEUE_URL: string;
}

/** What it takes to have EventBridge Scheduler send messages later. */
export interface SchedulerEnvironment {
  /** The group that schedules are made in. */
  readonly SCHEDULE_GROUP_NAME: string;
  /** The role that they send with. */
  readonly SCHEDULE_ROLE_ARN: string;
}

/** Environment variables of the api function. */
export interface ApiEnvironment extends RunEnvironment, QueueEnvironment, SchedulerEnvironment {
  /** The SQS queue of what the schedule function does, that schedules send to. */
  readonly SCHEDULE_QUEUE_URL: string;
}

/** Environment variables of the worker function. */
export interface WorkerEnvironment extends RunEnvironment, QueueEnvironment {}

/** Environment variables of the schedule function. */
export interface SchedulesEnvironment {
  readonly TABLE_NAME: string;
  readonly BODY_BUCKET_NAME: string;
  readonly WORK_QUEUE_URL: string;
  readonly SETTINGS: string;
}

/** Environment variables of the webhook function. */
export interface WebhooksEnvironment extends SchedulerEnvironment {
  readonly TABLE_NAME: string;
  readonly WEBHOOK_QUEUE_URL: string;
}

/** Environment variables of the gate function. */
export interface GateEnvironment extends ModelEnvironment {
  readonly TABLE_NAME: string;
}

/** Environment variables of the authorizer function. */
export interface AuthorizerEnvironment {
  readonly TABLE_NAME: string;
  /** The issuer of access tokens: `https://cognito-idp.<region>.amazonaws.com/<user pool id>`. */
  readonly TOKEN_ISSUER: string;
  /** App clients whose tokens are accepted, separated by commas. */
  readonly TOKEN_CLIENT_IDS: string;
  /** What scopes are prefixed with in tokens: the resource server's identifier and a slash. */
  readonly SCOPE_PREFIX: string;
  /** API Gateway API key values by tier, as JSON: what usage plans meter callers by. Identifiers, not credentials. */
  readonly USAGE_IDENTIFIER_KEYS: string;
  readonly SETTINGS: string;
}

/** Environment variables of the sweeper function. */
export interface SweeperEnvironment extends QueueEnvironment {
  readonly TABLE_NAME: string;
  readonly BODY_BUCKET_NAME: string;
}

/** Environment variables of the admin function. */
export interface AdminEnvironment {
  readonly TABLE_NAME: string;
  readonly BODY_BUCKET_NAME: string;
  readonly SETTINGS: string;
  /** The group of the schedules that tenants make. */
  readonly SCHEDULE_GROUP_NAME: string;
  /** What the names of usage plans begin with, and the values of the API keys in them: the stack's name and a hyphen. */
  readonly USAGE_PLAN_PREFIX: string;
}

/** Environment variables of the runner function (the container image). */
export interface RunnerEnvironment {
  /** Path of the CLI's binary. */
  readonly CLAUDE_PATH: string;
  /**
   * Processes that wait for a prompt, of each profile; 0 starts one per prompt.
   * @default 1
   */
  readonly WARM_PROCESSES?: string;
  /** `bedrock`: the CLI speaks Bedrock's API, and calls are signed with the function's role. */
  readonly MODEL_PROVIDER: 'anthropic' | 'bedrock';
}

/**
 * The named variables of an environment.
 *
 * @throws Error naming what is missing; an empty value counts as given.
 */
export const readEnvironment = <E extends object>(
  names: readonly (keyof E & string)[],
  environment: Readonly<Record<string, string | undefined>>,
): E => {
  const missing = names.filter((name) => environment[name] === undefined);
  if (missing.length > 0) throw new Error(`environment variables missing: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as E;
};
