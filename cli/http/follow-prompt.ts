import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { PromptSummaryJson } from '#core/prompts/prompt-json.ts';
import { readEvents } from './read-events.ts';
import { RUN_END } from './run-end.ts';

/** What happens in a run, as far as a reader wants to see it. */
export type PromptEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly input: unknown };

/** A run that ended, and its whole answer. */
export interface EndedPrompt {
  readonly ended: PromptSummaryJson;
  readonly text: string;
}

/** Follows a streamed prompt to its end. @throws CommandError if the stream breaks off before that. */
export const followPrompt = async (response: Response, onEvent: (event: PromptEvent) => void): Promise<EndedPrompt> => {
  let text = '';
  try {
    for await (const { event, data } of readEvents(response)) {
      const value = JSON.parse(data);
      if (RUN_END.test(event)) return { ended: value, text };
      if (event === 'tool.started') onEvent({ kind: 'tool', name: value.name, input: value.input });
      if (event !== 'message.delta') continue;
      text += value.text;
      onEvent({ kind: 'text', text: value.text });
    }
  } catch (cause) {
    throw brokenOff(response, cause);
  }
  throw brokenOff(response);
};

const brokenOff = ({ headers }: Response, cause?: unknown): CommandError =>
  new CommandError('The answer broke off; the run may have gone on.', {
    exitCode: EXIT_CODES.unavailable,
    hint: `Its record is ${headers.get('headless-claude-prompt-id')}.`,
    requestId: headers.get('request-id') ?? undefined,
    cause,
  });
