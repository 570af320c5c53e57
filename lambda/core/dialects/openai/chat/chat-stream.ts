import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import { type AnsweredPrompt, completionHead } from './chat-completion.ts';
import { createChatDeltas } from './chat-deltas.ts';
import { toChatUsage } from './chat-usage.ts';
import { FINISH_REASONS } from './finish-reason.ts';

/** A piece of an answer: https://platform.openai.com/docs/api-reference/chat/streaming */
export type ChatChunk = Readonly<Record<string, unknown>>;

/** Translates the events of one run to the chunks of an answer, in the order that clients rely on. */
export interface ChatStream {
  /** Who speaks; comes first. */
  begin(): readonly ChatChunk[];
  /** What the event adds. */
  read(event: PassingEvent): readonly ChatChunk[];
  /** Why the answer ended, and its usage if that was asked for. */
  end(result: RunResult): readonly ChatChunk[];
}

/** A stream of which nothing was sent yet. */
export const createChatStream = (
  prompt: AnsweredPrompt,
  { includeUsage }: { readonly includeUsage: boolean },
): ChatStream => {
  const head = { ...completionHead(prompt), object: 'chat.completion.chunk' };
  const deltas = createChatDeltas();

  const chunk = (delta: object, end: object = { finish_reason: null }): ChatChunk => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, ...end }],
    ...(includeUsage && { usage: null }),
  });

  return {
    begin: () => [chunk({ role: 'assistant', content: '' })],
    read: (event) => deltas.translate(event).map((delta) => chunk(delta)),
    end: ({ stopReason, metrics }) => [
      ...deltas.end().map((delta) => chunk(delta)),
      chunk({}, { finish_reason: FINISH_REASONS[stopReason], stop_reason: stopReason }),
      ...(includeUsage ? [{ ...head, choices: [], usage: toChatUsage(metrics.usage) }] : []),
    ],
  };
};
