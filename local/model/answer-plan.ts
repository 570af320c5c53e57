import type { AnswerBlock } from './answer-block.ts';
import type { Ending } from './script.ts';

/** Token counts, as Anthropic writes them. */
export interface AnswerUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** An HTTP error instead of an answer. */
export interface FailurePlan {
  readonly kind: 'failure';
  readonly waitMs: number;
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** A message, streamed or whole. */
export interface MessagePlan {
  readonly kind: 'message';
  /** Before the headers. */
  readonly waitMs: number;
  /** Before each delta. */
  readonly delayMs: number;
  readonly id: string;
  readonly model: string;
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: string;
  readonly usage: AnswerUsage;
  readonly ending: Ending;
}

/** What the stand-in does with a request. */
export type AnswerPlan = { readonly kind: 'hang' } | FailurePlan | MessagePlan;
