import { ServiceError } from '#core/errors/service-error.ts';
import type { Model } from '#core/models/model.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import type { CallParameters } from '#core/runs/call-parameters.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import type { Profile } from '#core/runs/run-request.ts';
import { textChars } from '#core/runs/text-chars.ts';
import type { Settings } from '#core/settings.ts';
import type { PromptDraft } from './prompt-draft.ts';

/** A request to run a prompt, with every default and limit of the deployment applied. */
export interface PromptCommand {
  readonly messages: Conversation;
  readonly system?: string;
  readonly model: Model;
  readonly profile: Profile;
  readonly parameters?: CallParameters;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly maxTurns?: number;
  readonly maxCostMicroUsd: number;
  readonly timeoutMs: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly store: boolean;
}

const checkLength = (field: string, chars: number, maxChars: number): void => {
  if (chars <= maxChars) return;
  throw new ServiceError(
    'request_too_large',
    `"${field}" has ${chars} characters; at most ${maxChars} are allowed here. Shorten it.`,
    { fields: [{ pointer: `/${field}`, message: `${chars} characters, at most ${maxChars}` }] },
  );
};

const refuse = (field: string, message: string): never => {
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: `/${field}`, message }] });
};

const timeoutSeconds = ({ timeoutSeconds: asked, stream, fieldNames }: PromptDraft, settings: Settings): number => {
  const { defaultTimeoutSeconds, maxTimeoutSeconds, maxBufferedTimeoutSeconds } = settings;
  const allowed = stream ? maxTimeoutSeconds : Math.min(maxTimeoutSeconds, maxBufferedTimeoutSeconds);
  if (asked === undefined) return Math.min(defaultTimeoutSeconds, allowed);
  if (asked <= allowed) return asked;
  const advice = asked <= maxTimeoutSeconds ? ` Up to ${maxTimeoutSeconds} s are allowed with "stream": true.` : '';
  return refuse(fieldNames.timeoutSeconds, `A run may take up to ${allowed} s, not ${asked} s.${advice}`);
};

const maxCostUsd = ({ maxCostUsd: asked, fieldNames }: PromptDraft, settings: Settings): number => {
  if (asked === undefined) return Math.min(settings.defaultMaxCostUsd, settings.maxCostUsd);
  if (asked <= settings.maxCostUsd) return asked;
  return refuse(fieldNames.maxCostUsd, `A run may cost up to $${settings.maxCostUsd}, not $${asked}.`);
};

/**
 * What a caller asks for as a command, within the limits of the deployment.
 *
 * @throws ServiceError `request_too_large`, `unknown_model`, or `invalid_request` for a limit that may not be asked for.
 */
export const toPromptCommand = (draft: PromptDraft, settings: Settings): PromptCommand => {
  const { messages, system, parameters, outputSchema, maxTurns, metadata, tags = [], store, fieldNames } = draft;
  checkLength(fieldNames.messages, textChars(messages), settings.maxPromptChars);
  checkLength(fieldNames.system, system?.length ?? 0, settings.maxPromptChars);
  return {
    messages,
    ...(system !== undefined && { system }),
    model: resolveModel(settings.models, draft.model ?? settings.defaultModel),
    profile: draft.profile ?? settings.defaultProfile,
    ...(parameters !== undefined && { parameters }),
    ...(outputSchema !== undefined && { outputSchema }),
    ...(maxTurns !== undefined && { maxTurns }),
    maxCostMicroUsd: Math.ceil(maxCostUsd(draft, settings) * 1_000_000),
    timeoutMs: timeoutSeconds(draft, settings) * 1000,
    metadata,
    ...(tags.length > 0 && { tags }),
    store,
  };
};
