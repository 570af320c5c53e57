import type { Upstream } from '#core/runs/run-request.ts';
import { readSecret } from './read-secret.ts';

interface UpstreamEnvironment {
  readonly MODEL_PROVIDER: 'anthropic' | 'bedrock';
  readonly ANTHROPIC_SECRET_ARN: string;
  readonly ANTHROPIC_BASE_URL: string;
  readonly BEDROCK_REGION: string;
  readonly BEDROCK_PROFILE: string;
}

/**
 * Where this deployment's model calls go, with the credential for them if it is not the runner's role; the returned
 * function may fetch a secret.
 */
export const createUpstream =
  ({ MODEL_PROVIDER, BEDROCK_REGION: region, BEDROCK_PROFILE: profile, ...anthropic }: UpstreamEnvironment) =>
  async (): Promise<Upstream> => {
    if (MODEL_PROVIDER === 'bedrock') {
      return { provider: 'bedrock', baseUrl: `https://bedrock-runtime.${region}.amazonaws.com`, region, profile };
    }
    const apiKey = await readSecret(anthropic.ANTHROPIC_SECRET_ARN);
    return { provider: 'anthropic', baseUrl: anthropic.ANTHROPIC_BASE_URL, apiKey };
  };
