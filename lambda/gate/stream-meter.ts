import { z } from 'zod';
import { approximateTokens } from '#core/runs/approximate-tokens.ts';
import { readJson } from '#core/runs/read-json.ts';
import type { TokenUsage } from '#core/runs/token-usage.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import type { AnswerReading } from './answer-reading.ts';
import { AnthropicUsage } from './answer-reading.ts';

/** Counts the tokens of a streamed answer while it passes. */
export interface StreamMeter {
  push(chunk: Uint8Array): void;
  reading(): AnswerReading;
  /** The provider has told what the prompt costs. */
  hasStarted(): boolean;
}

/**
 * Starts to read a stream of bytes that may be cut anywhere.
 *
 * @returns what to call with each chunk; it calls back with the data of every event that the chunk completes
 */
export type CreateParser = (onData: (data: string) => void) => (chunk: Uint8Array) => void;

/** What an `error` event carries. */
export const StreamError = z.object({ type: z.string(), message: z.string() });
export type StreamError = z.infer<typeof StreamError>;

const text = z.string().optional();

/** The events that say something about tokens: https://docs.anthropic.com/en/docs/build-with-claude/streaming */
const StreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.object({ usage: AnthropicUsage }) }),
  z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({ text, thinking: text, partial_json: text }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: AnthropicUsage,
  }),
  z.object({ type: z.literal('error'), error: StreamError }),
]);

/** Reported counts are totals, never increments; one that is missing or lower adds nothing to what is known. */
const raiseUsage = (known: TokenUsage, reported: TokenUsage): TokenUsage => ({
  inputTokens: Math.max(known.inputTokens, reported.inputTokens),
  outputTokens: Math.max(known.outputTokens, reported.outputTokens),
  cacheReadInputTokens: Math.max(known.cacheReadInputTokens, reported.cacheReadInputTokens),
  cacheCreationInputTokens: Math.max(known.cacheCreationInputTokens, reported.cacheCreationInputTokens),
});

/**
 * A meter at zero. Until the final count, output tokens are estimated by the characters that passed.
 *
 * @param onError told of an error that the provider breaks the stream off with
 */
export const createStreamMeter = (createParser: CreateParser, onError: (error: StreamError) => void): StreamMeter => {
  let usage = NO_USAGE;
  let deltaChars = 0;
  let hasStarted = false;
  let isFinal = false;

  const push = createParser((data) => {
    const { data: event } = StreamEvent.safeParse(readJson(data));
    if (event?.type === 'message_start') {
      hasStarted = true;
      usage = raiseUsage(usage, event.message.usage);
    } else if (event?.type === 'content_block_delta') {
      deltaChars += [event.delta.text, event.delta.thinking, event.delta.partial_json].join('').length;
    } else if (event?.type === 'message_delta') {
      usage = raiseUsage(usage, event.usage);
      isFinal ||= typeof event.delta.stop_reason === 'string';
    } else if (event?.type === 'error') {
      onError(event.error);
    }
  });

  const reading = (): AnswerReading => {
    const outputTokens = isFinal ? usage.outputTokens : Math.max(usage.outputTokens, approximateTokens(deltaChars));
    return { usage: { ...usage, outputTokens }, isFinal };
  };
  return { push, reading, hasStarted: () => hasStarted };
};
