/** A tool that the model shall call. */
export interface ToolWish {
  readonly name: string;
  readonly input: unknown;
}

/** A failure that the model shall answer with. */
export interface FailureWish {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  /** How often it fails in a conversation before it succeeds. */
  readonly times: number;
}

/** How an answer ends: as it should, or in the middle. */
export type Ending = 'complete' | 'stall' | 'cut' | 'error';

/** Token counts to report instead of plausible ones, in Anthropic's words. */
export interface UsageWish {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
}

/** How a prompt wants to be answered. */
export interface Script {
  /** The prompt without its directives. */
  readonly text: string;
  readonly say?: string;
  readonly chars?: number;
  readonly think?: string;
  readonly tools: readonly ToolWish[];
  /** How many times in a row the tools are called. */
  readonly turns: number;
  readonly waitMs: number;
  readonly delayMs: number;
  readonly hang: boolean;
  readonly failure?: FailureWish;
  readonly ending: Ending;
  readonly stopReason?: string;
  readonly usage: UsageWish;
}
