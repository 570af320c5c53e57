import type { PassingEvent } from '#core/prompts/end-prompt.ts';

/** What is new in a piece of an answer. */
export type ChatDelta = Readonly<Record<string, unknown>>;

/** Translates the events of one run. */
export interface ChatDeltas {
  /** What the event adds to the answer. */
  translate(event: PassingEvent): readonly ChatDelta[];
  /** What is still missing when the run has ended well. */
  end(): readonly ChatDelta[];
}

const toolCallDelta = (index: number, delta: object): ChatDelta => ({ tool_calls: [{ index, ...delta }] });

/** Deltas of an answer that has not begun: https://platform.openai.com/docs/api-reference/chat/streaming */
export const createChatDeltas = (): ChatDeltas => {
  const calls = new Map<string, { readonly index: number; hasArguments: boolean }>();

  const beginCall = (id: string, name: string): readonly ChatDelta[] => {
    if (calls.has(id)) return [];
    const index = calls.size;
    calls.set(id, { index, hasArguments: false });
    return [toolCallDelta(index, { id, type: 'function', function: { name, arguments: '' } })];
  };

  const continueCall = (id: string, json: string): readonly ChatDelta[] => {
    const call = calls.get(id);
    if (!call || json === '') return [];
    call.hasArguments = true;
    return [toolCallDelta(call.index, { function: { arguments: json } })];
  };

  return {
    translate(event) {
      switch (event.kind) {
        case 'text':
          return [{ content: event.text }];
        case 'thinking':
          return [{ reasoning_content: event.text }];
        case 'tool_call':
          return beginCall(event.id, event.name);
        case 'tool_call_input':
          return continueCall(event.id, event.json);
        default:
          return [];
      }
    },
    // Clients parse the arguments, and an empty text is not JSON.
    end: () =>
      [...calls.values()]
        .filter(({ hasArguments }) => !hasArguments)
        .map(({ index }) => toolCallDelta(index, { function: { arguments: '{}' } })),
  };
};
