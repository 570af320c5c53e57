import type { Principal } from '#core/auth/principal.ts';
import { budgetRemainingHeader } from '#core/budgets/budget-remaining-header.ts';
import { rateLimitHeaders } from '#core/limits/rate-limit-headers.ts';
import { admitPrompt } from '#core/prompts/admit-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import type { PromptDraft } from '#core/prompts/prompt-draft.ts';
import { type RunningPrompt, runPrompt } from '#core/prompts/run-prompt.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';

/** Who asked, and under which request id. */
export interface Asker {
  readonly principal: Principal;
  readonly requestId: string;
}

/** A prompt that was accepted, and runs. */
export interface StartedPrompt {
  readonly prompt: Prompt;
  readonly running: RunningPrompt;
  /**
   * What the tightest of its budgets has left, before the run has cost anything.
   * @default - no budget is set
   */
  readonly budgetLeftMicroUsd?: number;
  /** Of its answer, whichever API is spoken. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Admits a prompt and lets it run.
 *
 * @throws ServiceError if it is refused.
 */
export const startPrompt = async (draft: PromptDraft, asker: Asker, ports: ApiPorts): Promise<StartedPrompt> => {
  const command = toPromptCommand(draft, ports.settings);
  const admitted = await admitPrompt(command, asker.principal, asker.requestId, ports);
  const { prompt, limits, budgetLeftMicroUsd } = admitted;
  return {
    prompt,
    running: runPrompt(admitted, ports),
    ...(budgetLeftMicroUsd !== undefined && { budgetLeftMicroUsd }),
    headers: {
      ...rateLimitHeaders(limits, ports.clock()),
      ...budgetRemainingHeader(budgetLeftMicroUsd),
      'headless-claude-prompt-id': prompt.id,
      'headless-claude-model': prompt.model,
    },
  };
};
