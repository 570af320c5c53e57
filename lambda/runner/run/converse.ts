import { randomUUID } from 'node:crypto';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { GateEvent } from '#gate/gate-session.ts';
import type { ClaudeProcess } from '#runner/claude/claude-process.ts';
import type { CliMessage } from '#runner/claude/cli-message.ts';
import type { CliTranslator } from '#runner/claude/cli-translator.ts';
import { runLines } from '#runner/claude/run-lines.ts';
import { answerOutcome } from './answer-outcome.ts';
import { cliOutcome } from './cli-outcome.ts';
import { gateOutcome } from './gate-outcome.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { UpstreamFailure } from './upstream-failure.ts';
import { toUpstreamError } from './upstream-failure.ts';

/** Where a conversation reports to. */
export interface ConversationPorts {
  readonly translator: CliTranslator;
  /** Resolves when there is room for more. */
  say(event: RunEvent): Promise<void>;
  /** Only the first outcome counts. */
  endWith(outcome: RunOutcome): void;
}

const cliFailed = (message: string, cause?: unknown): RunOutcome => ({
  error: new ServiceError('cli_failed', message, { source: 'cli', cause }),
});

const unreadable = (cause: unknown): RunOutcome => {
  if (!(cause instanceof RangeError)) return cliFailed('Claude Code said something that is not understood.', cause);
  return { error: new ServiceError('output_too_large', 'Claude Code said too much at once.', { cause }) };
};

/** The CLI asks again for what was cut off, but what was said of it cannot be taken back. */
const textLost = (lastFailure: UpstreamFailure | undefined): RunOutcome => ({
  error: toUpstreamError(lastFailure ?? { status: null, message: 'The answer was cut off.' }),
});

/**
 * Gives the request to a process and listens to the gate and to the CLI until the turn is over.
 *
 * Goes on listening after an outcome is known: an interrupted CLI has something left to say.
 */
export const converse = async (
  process: ClaudeProcess,
  request: RunRequest,
  { translator, say, endWith }: ConversationPorts,
): Promise<void> => {
  let lastFailure: UpstreamFailure | undefined;

  const onEvent = (event: GateEvent): void => {
    if (event.kind === 'usage') void say(event);
    if (event.kind === 'upstream_error') lastFailure = event;
    const outcome = gateOutcome(event, request.model);
    if (outcome) endWith(outcome);
  };

  const outcomeOf = (message: CliMessage): RunOutcome | undefined => {
    if (message.type === 'result') return cliOutcome(message, lastFailure, request.outputSchema !== undefined);
    if (message.type === 'control_response' && message.response.subtype === 'error') {
      return cliFailed(`Claude Code refused its configuration: ${message.response.error ?? 'no reason given'}.`);
    }
    if (translator.isTextLost) return textLost(lastFailure);
    return answerOutcome(translator, request);
  };

  const { upstream, models, maxCostMicroUsd, stallTimeoutMs, profile, messages, parameters = {} } = request;
  const contents = {
    placeholder: `conversation ${randomUUID()}`,
    profile,
    messages,
    parameters,
    hasOutputSchema: request.outputSchema !== undefined,
  };
  process.session.bind({ upstream, models, maxCostMicroUsd, stallTimeoutMs, contents, onEvent });
  for (const line of runLines(request, contents.placeholder)) process.write(line);
  try {
    for await (const message of process.messages) {
      for (const event of translator.translate(message)) await say(event);
      const outcome = outcomeOf(message);
      if (outcome) endWith(outcome);
      // Its input stays open until here: at the end of input 2.1.197 lost the rest of a long output.
      if (message.type === 'result') return;
    }
    const { code, signal } = await process.exit;
    endWith(cliFailed(`Claude Code ended in the middle of the run (${signal ?? `exit code ${code}`}).`));
  } catch (error) {
    endWith(unreadable(error));
  }
};
