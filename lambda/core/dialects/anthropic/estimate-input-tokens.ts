import { approximateInputTokens } from '#core/runs/approximate-input-tokens.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { CountTokensBody } from './messages-body.ts';
import { systemText } from './system-text.ts';
import { toConversation } from './to-conversation.ts';

/**
 * About how many tokens the model would read.
 *
 * No more than an estimate: only the provider can count, and Claude Code has no way to ask it.
 *
 * @throws ServiceError `invalid_request` as the request itself would be refused.
 */
export const estimateInputTokens = (body: CountTokensBody, profile: Profile): number =>
  approximateInputTokens({
    messages: toConversation(body),
    system: systemText(body.system),
    tools: body.tools,
    profile,
  });
