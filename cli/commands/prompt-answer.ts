import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { EndedPrompt, PromptEvent } from '#cli/http/follow-prompt.ts';
import { usd } from '#cli/output/format.ts';
import { printable } from '#cli/output/printable.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';

/** Writes the answer as it comes, and which tools are called. */
export const showEvent = (terminal: Terminal, event: PromptEvent): void => {
  const { stdout } = terminal;
  if (event.kind === 'tool') writeNote(terminal, `${event.name} ${JSON.stringify(event.input)}`);
  else stdout.write(stdout.isTTY ? printable(event.text) : event.text);
};

/** Ends the answer's last line, and tells what it cost. */
export const showEnd = (terminal: Terminal, { ended, text }: EndedPrompt): void => {
  if (text !== '' && !text.endsWith('\n')) terminal.stdout.write('\n');
  const seconds = ((ended.duration_ms ?? 0) / 1000).toFixed(1);
  writeNote(terminal, `${ended.model} · ${seconds} s · ${usd(ended.cost_usd)} · ${ended.id}`);
};

/** @throws CommandError unless the model came to its end. */
export const checkCompleted = ({ ended }: Pick<EndedPrompt, 'ended'>): void => {
  const { status, stop_reason, error, request_id: requestId } = ended;
  if (status === 'completed') return;
  if (status === 'incomplete' && stop_reason !== 'refusal') {
    const hint = 'What came until then is above, and paid for.';
    throw new CommandError(`The run ended early: ${stop_reason}.`, { exitCode: EXIT_CODES.limit, hint, requestId });
  }
  throw new CommandError(error?.message ?? `The run ended as ${status}: ${stop_reason}.`, { requestId });
};
