import { ServiceError } from '#core/errors/service-error.ts';
import type { Model } from '#core/models/model.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Settings } from '#core/settings.ts';
import type { PromptBody } from './prompt-body.ts';

/** A request to run a prompt, with every default and limit of the deployment applied. */
export interface PromptCommand {
  readonly prompt: string;
  readonly system?: string;
  readonly model: Model;
  readonly profile: Profile;
  readonly maxTurns?: number;
  readonly maxCostMicroUsd: number;
  readonly timeoutMs: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly store: boolean;
}

const checkLength = (field: 'prompt' | 'system', text: string, maxChars: number): void => {
  if (text.length <= maxChars) return;
  throw new ServiceError(
    'request_too_large',
    `The ${field} has ${text.length} characters; at most ${maxChars} are allowed here. Shorten it.`,
    { fields: [{ pointer: `/${field}`, message: `${text.length} characters, at most ${maxChars}` }] },
  );
};

const refuse = (field: string, message: string): never => {
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: `/${field}`, message }] });
};

const timeoutSeconds = (body: PromptBody, settings: Settings): number => {
  const { defaultTimeoutSeconds, maxTimeoutSeconds, maxBufferedTimeoutSeconds } = settings;
  const asked = body.timeout_seconds;
  const allowed = body.stream ? maxTimeoutSeconds : Math.min(maxTimeoutSeconds, maxBufferedTimeoutSeconds);
  if (asked === undefined) return Math.min(defaultTimeoutSeconds, allowed);
  if (asked <= allowed) return asked;
  const advice = asked <= maxTimeoutSeconds ? ` Up to ${maxTimeoutSeconds} s are allowed with "stream": true.` : '';
  return refuse('timeout_seconds', `A run may take up to ${allowed} s, not ${asked} s.${advice}`);
};

const maxCostUsd = (body: PromptBody, settings: Settings): number => {
  const asked = body.max_cost_usd ?? Math.min(settings.defaultMaxCostUsd, settings.maxCostUsd);
  if (asked <= settings.maxCostUsd) return asked;
  return refuse('max_cost_usd', `A run may cost up to $${settings.maxCostUsd}, not $${asked}.`);
};

/**
 * The body of a request as a command, within the limits of the deployment.
 *
 * @throws ServiceError `request_too_large`, `unknown_model`, or `invalid_request` for a limit that may not be asked for.
 */
export const toPromptCommand = (body: PromptBody, settings: Settings): PromptCommand => {
  checkLength('prompt', body.prompt, settings.maxPromptChars);
  if (body.system !== undefined) checkLength('system', body.system, settings.maxPromptChars);
  return {
    prompt: body.prompt,
    ...(body.system !== undefined && { system: body.system }),
    model: resolveModel(settings.models, body.model ?? settings.defaultModel),
    profile: body.profile ?? settings.defaultProfile,
    ...(body.max_turns !== undefined && { maxTurns: body.max_turns }),
    maxCostMicroUsd: Math.ceil(maxCostUsd(body, settings) * 1_000_000),
    timeoutMs: timeoutSeconds(body, settings) * 1000,
    metadata: body.metadata,
    store: body.store,
  };
};
