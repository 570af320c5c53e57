import { type AdmittedPrompt, admitPrompt } from '#core/prompts/admit-prompt.ts';
import { PromptBody } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { ALICE } from './fake-ports.ts';

/** Admits a prompt of Alice's, as the API does. */
export const admitted = (ports: ApiPorts, body: Partial<PromptBody> = {}): Promise<AdmittedPrompt> => {
  const command = toPromptCommand(
    PromptBody.parse({ prompt: 'Hi', model: 'claude-haiku-4-5', ...body }),
    ports.settings,
  );
  return admitPrompt(command, ALICE, 'request-1', ports);
};
