import { z } from 'zod';

const microUsd = z.number().nonnegative();

/** What a model costs, in micro-USD per token (the same figure as USD per million tokens). */
export const ModelPrice = z.object({
  input: microUsd,
  output: microUsd,
  cacheRead: microUsd,
  /** Writes to the five-minute cache, the only kind that this service asks for. */
  cacheWrite: microUsd,
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/** A model that this deployment offers. */
export const Model = z.object({
  /** The provider's full name, such as `claude-haiku-4-5`. */
  id: z.string().min(1),
  displayName: z.string(),
  /** Short names that callers may use, such as `haiku`. */
  aliases: z.array(z.string()),
  createdAt: z.iso.date(),
  maxInputTokens: z.int().positive(),
  maxOutputTokens: z.int().positive(),
  price: ModelPrice,
  /** Some models charge more for a call whose prompt, cache included, is longer than so many tokens. */
  longPrompt: z.object({ aboveTokens: z.int().positive(), price: ModelPrice }).optional(),
  /**
   * What Bedrock calls it: a model id such as `anthropic.claude-haiku-4-5-20251001-v1:0`, to which the deployment's
   * inference profile is added, or else the whole id or ARN of an inference profile.
   * @default - `anthropic.` and the id
   */
  bedrockId: z.string().min(1).optional(),
});
export type Model = z.infer<typeof Model>;
