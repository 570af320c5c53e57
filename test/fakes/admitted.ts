import { type AdmittedPrompt, admitPrompt } from '#core/prompts/admit-prompt.ts';
import { PromptBody, toPromptDraft } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { ALICE } from './fake-ports.ts';

/** Admits a prompt, of Alice's unless told otherwise, as the API does. */
export const admitted = (
  ports: ApiPorts,
  body: Partial<PromptBody> = {},
  principal = ALICE,
): Promise<AdmittedPrompt> => {
  const command = toPromptCommand(
    toPromptDraft(PromptBody.parse({ prompt: 'Hi', model: 'claude-haiku-4-5', ...body })),
    ports.settings,
  );
  return admitPrompt(command, principal, 'request-1', ports);
};
