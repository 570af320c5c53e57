import type { AnthropicUpstream } from '#core/runs/run-request.ts';
import type { AdmittedCall } from './admitted-call.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** The call as one of the Anthropic API: of its headers, the credential. */
export const anthropicRequest = (
  { baseUrl, apiKey }: AnthropicUpstream,
  { target }: AdmittedCall,
): UpstreamRequest => ({
  url: baseUrl.replace(/\/+$/, '') + target,
  headers: { 'x-api-key': apiKey },
  secrets: [apiKey],
});
