import { z } from 'zod';
import { Model } from '#core/models/model.ts';
import { CallParameters } from './call-parameters.ts';
import { Conversation } from './conversation.ts';

/** `chat`: no tools and a lean system prompt. `agent`: Claude Code's tools in a private workspace. */
export const Profile = z.enum(['chat', 'agent']);
export type Profile = z.infer<typeof Profile>;

/** A longer request than that is refused by the gate with a 413; absent: as long as the provider takes them. */
const maxBodyBytes = z.int().positive().optional();

/** The Anthropic API, with the credential for it: handed over per run, never seen by the CLI. */
export const AnthropicUpstream = z.object({
  provider: z.literal('anthropic'),
  baseUrl: z.url(),
  apiKey: z.string(),
  maxBodyBytes,
});
export type AnthropicUpstream = z.infer<typeof AnthropicUpstream>;

/** Amazon Bedrock, called with the credentials that the gate has of its own. */
export const BedrockUpstream = z.object({
  provider: z.literal('bedrock'),
  /** Of Bedrock's runtime API, without a path: `https://bedrock-runtime.eu-west-1.amazonaws.com`. */
  baseUrl: z.url(),
  /** The Region that calls are signed for. */
  region: z.string(),
  /** The inference profile that models are called by: `global`, or a geography such as `eu`. */
  profile: z.string(),
  /**
   * Sent instead of a signature: a Bedrock API key, or the token of a run.
   * @default - calls are signed
   */
  bearerToken: z.string().optional(),
  maxBodyBytes,
});
export type BedrockUpstream = z.infer<typeof BedrockUpstream>;

/** Where the gate sends model calls. */
export const Upstream = z.discriminatedUnion('provider', [AnthropicUpstream, BedrockUpstream]);
export type Upstream = z.infer<typeof Upstream>;

/** One execution of the CLI: what the trusted side asks of the runner. */
export const RunRequest = z.object({
  /** The prompt's id. */
  runId: z.string(),
  profile: Profile,
  /** What the model is to answer to, with all that was said before. */
  messages: Conversation,
  /** `chat`: the whole system prompt. `agent`: appended to Claude Code's own. */
  system: z.string().optional(),
  /** Full id of the main model; one of `models`. */
  model: z.string(),
  /** What the run may call, with prices; a call of any other model is refused by the gate. */
  models: z.array(Model).min(1),
  upstream: Upstream,
  parameters: CallParameters.optional(),
  /** The answer is JSON that satisfies this JSON schema, of an object; a model that fails to is a failed run. */
  outputSchema: z.looseObject({}).optional(),
  maxTurns: z.int().positive().optional(),
  /** Here the gate ends the run, also in the middle of an answer that is streamed: by then its tokens are an estimate. */
  maxCostMicroUsd: z.int().positive(),
  timeoutMs: z.int().positive(),
  /** Without a byte from the model for this long, the run ends. */
  stallTimeoutMs: z.int().positive(),
  maxOutputBytes: z.int().positive(),
  /** Something is there (200) as soon as the run is to end early; until then nothing is (403, 404). */
  cancelUrl: z.url().optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;
