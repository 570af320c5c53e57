import { z } from 'zod';
import { Settings } from '#core/settings.ts';
import { optionProblems } from './option-problems.ts';

/** Under which key cdk.json's `context` holds the options of this file. */
export const CONFIG_CONTEXT_KEY = 'headless-claude';

/** Lambda allows 4 KiB for all variables of a function; the others of the api function take less than the rest. */
const MAX_SETTINGS_BYTES = 2_560;

const positive = z.int().positive();

const RunnerOptions = z.strictObject({
  /** Architecture of the image; building the other than your own machine's needs emulation, as by QEMU. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  /** CPU comes with memory: 1,769 MB is one core, with which a new environment answers within a second. */
  memoryMb: z.int().min(512).max(10_240).default(1_769),
  /** Size of /tmp, where the agent works. */
  tmpMb: z.int().min(512).max(10_240).default(2_048),
  timeoutSeconds: positive.max(900).default(900),
  /** Runs at once, of all tenants. Default: what the account has left. */
  reservedConcurrency: positive.optional(),
  /** Debian packages for the agent's commands, such as `python3`; git and a shell are there. */
  packages: z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/)).default([]),
});

const JobOptions = z.strictObject({
  /** Jobs, and lines of batches, that run at once, of all tenants; of Lambda's limits for an SQS queue. */
  maxConcurrentRuns: z.int().min(2).max(1000).default(50),
});

/**
 * A tier's usage plan: an outer fence, best effort, around each API key and around all callers without one together.
 * Hard limits are settings.
 */
const UsagePlanOptions = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burstRequests: positive,
  requestsPerMonth: positive,
});
export type UsagePlanOptions = z.infer<typeof UsagePlanOptions>;

/** Every option of a deployment, with its default. Given in cdk.json as `context: { "headless-claude": { … } }`. */
const GivenOptions = z.strictObject({
  /** Name of the stack; another name is another, independent deployment. */
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,49}$/)
    .default('headless-claude'),
  /** Who serves the models: Amazon Bedrock (by IAM, no key) or the Anthropic API (with a key, kept as a secret). */
  provider: z.enum(['bedrock', 'anthropic']).default('bedrock'),
  /** Where the Anthropic API is, if that is the provider. */
  anthropicBaseUrl: z.url({ protocol: /^https$/ }).default('https://api.anthropic.com'),
  /** The Region whose Bedrock is called. Default: the stack's own. */
  bedrockRegion: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional(),
  /**
   * The inference profile that models are called by, as their ids begin at Bedrock. `global` works in every Region and
   * costs what lambda/core/models/model-catalog.ts says, but a prompt may be processed in any Region. A geography, such
   * as `us` or `eu`, keeps it there, and costs about a tenth more: give `settings.models` with those prices.
   * https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
   */
  bedrockProfile: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .default('global'),
  /** Regions in which Bedrock may be called: all that the inference profile routes to. A global one needs `*`: any. */
  bedrockRegions: z
    .array(z.string().regex(/^(\*|[a-z]{2}(-[a-z]+)+-\d)$/))
    .min(1)
    .default(['*']),
  /**
   * Where model calls are metered, and where the credential for them is: in the runner, next to the code that prompts
   * run, or in a function of its own, so that the runner has no credential at all.
   * Default: `function` with the Anthropic API, whose key is long-lived, `runner` with Bedrock, whose credentials are not.
   */
  gate: z.enum(['runner', 'function']).optional(),
  /**
   * What the runner reaches: the internet, or, `isolated`, nothing but Bedrock, S3 and CloudWatch Logs, through
   * endpoints in a VPC of its own (by the hour, some US$ 30 a month). Only with Bedrock, and with the gate in the runner.
   */
  network: z.enum(['open', 'isolated']).default('open'),
  /** Overrides of the settings in lambda/core/settings.ts, which are the same on one machine. */
  settings: Settings.prefault({}),
  runner: RunnerOptions.prefault({}),
  jobs: JobOptions.prefault({}),
  /** One usage plan per tier of `settings.tiers`. */
  usagePlans: z.record(z.string(), UsagePlanOptions).default({
    basic: { requestsPerSecond: 10, burstRequests: 20, requestsPerMonth: 500_000 },
    standard: { requestsPerSecond: 50, burstRequests: 100, requestsPerMonth: 5_000_000 },
    premium: { requestsPerSecond: 200, burstRequests: 400, requestsPerMonth: 50_000_000 },
  }),
  /** All requests together, of whatever route: the fence around the routes that need no credential. */
  maxRequestsPerSecond: positive.default(500),
  /** Days until log lines are deleted; one of the values that CloudWatch Logs knows. */
  logRetentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827]).default(30),
  /** An SNS topic that is told when an alarm goes off or is over. Default: alarms are only shown in CloudWatch. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z\d-]+:\d{12}:[\w-]+$/)
    .optional(),
  /** First label of the Cognito domain, unique in the Region. Default: the stack's name and the account's number. */
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    .optional(),
  /**
   * Where Cognito may send a browser after a login: to the console, and to `headless-claude login` (cli/). Cognito
   * allows plain HTTP for localhost only.
   */
  consoleCallbackUrls: z
    .array(z.url())
    .min(1)
    .default(['http://localhost:3007/console/', 'http://localhost:8976/callback']),
  /** The table, the bucket and the users when the stack is deleted: `retain` keeps them, `destroy` is for trials. */
  removalPolicy: z.enum(['retain', 'destroy']).default('retain'),
});

const Options = GivenOptions.transform(({ gate, ...options }) => ({
  ...options,
  gate: gate ?? (options.provider === 'anthropic' ? ('function' as const) : ('runner' as const)),
}));
export type Options = z.infer<typeof Options>;

const ConsistentOptions = Options.superRefine((options, context) => {
  for (const { path, message } of optionProblems(options)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

/** How a deployment is made: its options, and the settings' overrides as they were given. */
export interface Config extends Options {
  /** Value of the functions' variable `SETTINGS`. */
  readonly settingsJson: string;
}

/**
 * The deployment's options, with defaults for what is left out.
 *
 * @param given what the context holds under `headless-claude`: an object from cdk.json, or JSON from the command line,
 * as in `cdk deploy --context headless-claude='{"provider":"anthropic"}'`.
 * @throws Error naming each option that is wrong.
 */
export const readConfig = (given: unknown = {}): Config => {
  const options = typeof given === 'string' ? parseJson(given) : given;
  const parsed = ConsistentOptions.safeParse(options);
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error));
  const settingsJson = JSON.stringify((options as { settings?: unknown }).settings ?? {});
  const bytes = Buffer.byteLength(settingsJson);
  if (bytes > MAX_SETTINGS_BYTES) {
    throw wrong(`✖ settings take ${bytes} bytes as JSON; use at most ${MAX_SETTINGS_BYTES}, as for fewer models`);
  }
  return { ...parsed.data, settingsJson };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(`✖ it is not JSON: ${text}`);
  }
};

const wrong = (what: string): Error =>
  new Error(`the CDK context "${CONFIG_CONTEXT_KEY}" is wrong (lib/config.ts says what is allowed):\n${what}`);
