import { readAnthropicVersion } from '#core/dialects/anthropic/anthropic-version.ts';
import { estimateInputTokens } from '#core/dialects/anthropic/estimate-input-tokens.ts';
import { ignoredNames } from '#core/dialects/anthropic/ignored-names.ts';
import { CountTokensBody } from '#core/dialects/anthropic/messages-body.ts';
import { readCallOptions } from '#core/dialects/call-options.ts';
import { ignoredHeader } from '#core/dialects/ignored-header.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';

/** `POST /v1/messages/count_tokens`: an estimate, and marked as one. */
export const countTokens =
  ({ settings }: ApiPorts): RouteHandler<'countTokens'> =>
  async ({ body, headers }) => {
    readAnthropicVersion(headers);
    resolveModel(settings.models, body.model);
    const { profile = 'chat' } = readCallOptions(headers, {});
    return {
      headers: {
        'headless-claude-estimated': 'true',
        ...ignoredHeader(ignoredNames(CountTokensBody, body, headers)),
      },
      body: { input_tokens: estimateInputTokens(body, profile) },
    };
  };
