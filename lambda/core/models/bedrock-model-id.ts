import type { Model } from './model.ts';

/**
 * By what the model is called at Bedrock: `anthropic.claude-opus-5-5` by the profile `eu` is
 * `eu.anthropic.claude-opus-5-5`.
 *
 * Current models can only be called by an inference profile:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
 */
export const bedrockModelId = ({ id, bedrockId = `anthropic.${id}` }: Model, profile: string): string =>
  bedrockId.startsWith('anthropic.') ? `${profile}.${bedrockId}` : bedrockId;
