import type { Upstream } from '#core/runs/run-request.ts';

interface GateUpstreamOptions {
  readonly MODEL_PROVIDER: 'anthropic' | 'bedrock';
  readonly BEDROCK_REGION: string;
  readonly BEDROCK_PROFILE: string;
  readonly GATE_URL: string;
}

/**
 * A function is handed at most 6 MB, its event included, in which a body may be escaped or encoded as base64:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The gate function as the provider of runs; `grantRuns` gives each run a token for it. */
export const gateUpstream = (options: GateUpstreamOptions): Upstream => {
  const { MODEL_PROVIDER, BEDROCK_REGION: region, BEDROCK_PROFILE: profile, GATE_URL: baseUrl } = options;
  const gate = { baseUrl, maxBodyBytes: MAX_BODY_BYTES };
  if (MODEL_PROVIDER === 'bedrock') return { provider: 'bedrock', ...gate, region, profile, bearerToken: '' };
  return { provider: 'anthropic', ...gate, apiKey: '' };
};
