import type { BedrockUpstream, Upstream } from '#core/runs/run-request.ts';

export interface GateUpstreamOptions {
  /** Where the gate function is. */
  readonly baseUrl: string;
  /**
   * How it calls Bedrock.
   * @default - it calls the Anthropic API
   */
  readonly bedrock?: Pick<BedrockUpstream, 'region' | 'profile'>;
}

/**
 * A function is handed at most 6 MB, its event included, in which a body may be escaped or encoded as base64:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The gate function as the provider of runs; `grantRuns` gives each run a token for it. */
export const gateUpstream = ({ baseUrl, bedrock }: GateUpstreamOptions): Upstream => {
  const gate = { baseUrl, maxBodyBytes: MAX_BODY_BYTES };
  if (bedrock) return { provider: 'bedrock', ...gate, ...bedrock, bearerToken: '' };
  return { provider: 'anthropic', ...gate, apiKey: '' };
};
