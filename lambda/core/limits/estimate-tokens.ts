import type { CallParameters } from '#core/runs/call-parameters.ts';

/** What an answer is taken to have when the caller sets no `max_tokens`. */
const ANSWER_TOKENS = 1_000;

/**
 * How many tokens a prompt is taken to use before it is known: those that its first model call reads, and its
 * `max_tokens`.
 *
 * It need not be right: what was really used takes its place when the run has ended.
 */
export const estimateTokens = (inputTokens: number, parameters: CallParameters | undefined): number =>
  inputTokens + (parameters?.max_tokens ?? ANSWER_TOKENS);
