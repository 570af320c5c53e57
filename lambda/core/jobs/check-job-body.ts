import type { Allowance } from '#core/auth/allowance.ts';
import { checkAllowed } from '#core/auth/check-allowed.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { toPromptDraft } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Settings } from '#core/settings.ts';
import { checkWebhookUrl } from '#core/webhooks/check-webhook-url.ts';
import type { AddressPolicy } from '#core/webhooks/is-allowed-address.ts';
import type { JobBody } from './job-body.ts';

/** What checking it needs of the world. */
export interface CheckJobPorts {
  readonly settings: Settings;
  readonly addressPolicy: AddressPolicy;
}

/**
 * Checks what a job's body asks for, as it will be when it runs.
 *
 * @returns the profile that it runs in.
 * @throws ServiceError for what could never run.
 */
export const checkJobBody = (
  body: JobBody,
  allowance: Pick<Allowance, 'models' | 'profiles'>,
  { settings, addressPolicy }: CheckJobPorts,
): Profile => {
  if (!body.store) {
    const message = '"store" must be true for a job: it has to keep the prompt until it runs, and the answer after it.';
    throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/store', message }] });
  }
  if (body.webhook_url !== undefined) checkWebhookUrl(body.webhook_url, addressPolicy, '/webhook_url');
  const { model, profile } = toPromptCommand(toPromptDraft({ ...body, stream: true }), settings);
  checkAllowed({ model: model.id, profile }, allowance);
  return profile;
};
