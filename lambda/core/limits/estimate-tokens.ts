import type { PromptCommand } from '#core/prompts/prompt-command.ts';

/** What an answer is taken to have when the caller sets no `max_tokens`. */
const ANSWER_TOKENS = 1_000;
const CHARS_PER_TOKEN = 4;

/**
 * How many tokens a prompt is taken to use before it is known: a quarter of its characters, and its `max_tokens`.
 *
 * It need not be right: what was really used takes its place when the run has ended.
 */
export const estimateTokens = ({ messages, system = '', parameters }: PromptCommand): number => {
  const texts = messages.flatMap(({ content }) => content).map(({ text }) => text);
  const chars = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), system.length);
  return Math.ceil(chars / CHARS_PER_TOKEN) + (parameters?.max_tokens ?? ANSWER_TOKENS);
};
