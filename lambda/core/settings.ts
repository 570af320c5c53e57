import { z } from 'zod';
import { Model } from '#core/models/model.ts';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import { Profile } from '#core/runs/run-request.ts';
import { TimeZone } from '#core/time/time-zone.ts';
import { UsageMetadataKey } from '#core/usage/usage-metadata-key.ts';

const positive = z.int().positive();
const usd = z.number().positive();

/** Hard limits of a tier, held in the table; its usage plan is only the outer fence. Tenants may have others. */
const TierLimits = z.strictObject({
  requestsPerMinutePerPrincipal: positive,
  requestsPerMinutePerTenant: positive,
  tokensPerMinutePerPrincipal: positive.exactOptional(),
  tokensPerMinutePerTenant: positive.exactOptional(),
  requestsPerDayPerPrincipal: positive.exactOptional(),
  requestsPerDayPerTenant: positive.exactOptional(),
  concurrentRunsPerPrincipal: positive.exactOptional(),
  concurrentRunsPerTenant: positive.exactOptional(),
});
export type TierLimits = z.infer<typeof TierLimits>;

/**
 * How this deployment serves: the same options, with the same defaults, on AWS and on one machine.
 *
 * Given as JSON in the environment variable `SETTINGS`; what is left out has its default.
 */
export const Settings = z.strictObject({
  /** Profile of `/v1/prompts` and `/api/claude` when the request names none. */
  defaultProfile: Profile.default('agent'),
  /** Id or alias of the model used when the request names none. */
  defaultModel: z.string().default('sonnet'),
  /** The models offered, with prices. Nothing else can be called, by subagents neither. */
  models: z
    .array(Model)
    .min(1)
    .default([...MODEL_CATALOG]),
  maxPromptChars: positive.default(1_000_000),
  defaultTimeoutSeconds: positive.default(300),
  /** Must leave the function time to settle before Lambda's own limit of 900 s. */
  maxTimeoutSeconds: positive.max(870).default(840),
  /** API Gateway cuts a response that is silent for 300 s, as a buffered answer is; the rest is for a late runner. */
  maxBufferedTimeoutSeconds: positive.max(280).default(280),
  stallTimeoutSeconds: positive.default(120),
  maxOutputBytes: positive.default(100 * 1024 * 1024),
  defaultMaxCostUsd: usd.default(5),
  maxCostUsd: usd.default(50),
  /** Where days and months of limits, budgets and usage begin, and whose clocks schedules go by: such as `Europe/Zurich`. */
  timeZone: TimeZone.default('UTC'),
  /** Keys of prompts' metadata whose values usage is told apart by; each that a prompt has costs two writes more. */
  usageMetadataKeys: z.array(UsageMetadataKey).max(8).default(['project', 'team', 'environment', 'customer']),
  /** Origin whose pages may call the API; `*` is safe because no cookie is ever a credential. */
  allowedOrigin: z.string().default('*'),
  /** Days until records are deleted: those of prompts, jobs, batches and their texts. */
  retentionDays: z.int().min(2, 'must be at least 2, as a job may wait for a day before it runs').default(90),
  /** Requests in a batch. */
  maxBatchLines: positive.max(100_000).default(50_000),
  /** Bytes in the input of a batch, and in a file. */
  maxBatchBytes: positive.max(1024 * 1024 * 1024).default(200 * 1024 * 1024),
  maxSchedulesPerTenant: positive.default(100),
  tiers: z.record(z.string(), TierLimits).default({
    basic: { requestsPerMinutePerPrincipal: 20, requestsPerMinutePerTenant: 60 },
    standard: { requestsPerMinutePerPrincipal: 120, requestsPerMinutePerTenant: 600 },
    premium: { requestsPerMinutePerPrincipal: 600, requestsPerMinutePerTenant: 6_000 },
  }),
  /** Tier of a caller that no record assigns one to; a key of `tiers`. */
  defaultTier: z.string().default('standard'),
  /** A Cognito user or client that is assigned to no tenant and has no record as one: is let in as one, or refused. */
  unknownPrincipals: z.enum(['default_tenant', 'refuse']).default('default_tenant'),
});

/**
 * Settings whose parts agree with one another.
 *
 * @throws ZodError if a value is wrong; Error if `defaultModel` or `defaultTier` names nothing that is there.
 */
export const parseSettings = (input: unknown): Settings => {
  const settings = Settings.parse(input);
  resolveModel(settings.models, settings.defaultModel);
  if (!Object.hasOwn(settings.tiers, settings.defaultTier)) {
    throw new Error(
      `defaultTier "${settings.defaultTier}" is not one of tiers: ${Object.keys(settings.tiers).join(', ')}`,
    );
  }
  return settings;
};
export type Settings = z.infer<typeof Settings>;
export type SettingsInput = z.input<typeof Settings>;
