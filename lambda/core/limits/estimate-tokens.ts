import type { PromptCommand } from '#core/prompts/prompt-command.ts';
import { approximateInputTokens } from '#core/runs/approximate-input-tokens.ts';

/** What an answer is taken to have when the caller sets no `max_tokens`. */
const ANSWER_TOKENS = 1_000;

/** About how many tokens the first model call of a prompt reads. */
export const estimateInputTokens = ({ messages, system, profile, parameters }: PromptCommand): number =>
  approximateInputTokens({ messages, system, profile, tools: parameters?.tools });

/**
 * How many tokens a prompt is taken to use before it is known: those that its first model call reads, and its
 * `max_tokens`.
 *
 * It need not be right: what was really used takes its place when the run has ended.
 */
export const estimateTokens = (command: PromptCommand): number =>
  estimateInputTokens(command) + (command.parameters?.max_tokens ?? ANSWER_TOKENS);
