import { approximateTokens } from '#core/runs/approximate-tokens.ts';
import type { TokenUsage } from '#core/runs/token-usage.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import type { AnswerReading } from './answer-reading.ts';

/** What a request tells of what its answer will use. */
export interface CallExpectation {
  /** At most, as far as the length of the request tells how many tokens the prompt has. */
  readonly most: TokenUsage;
  /** What is counted if the call is cut before anything of its answer was read. */
  readonly unread: AnswerReading;
}

/** What to expect of a call; an answer in one piece is all written, and to be paid for, however early one hangs up. */
export const expectCall = (bodyChars: number, maxTokens: number, isStreamed: boolean): CallExpectation => {
  const prompt = { ...NO_USAGE, inputTokens: approximateTokens(bodyChars) };
  const most = { ...prompt, outputTokens: maxTokens };
  return { most, unread: { usage: isStreamed ? prompt : most, isFinal: false } };
};
