import { systemClock } from '#adapters/system/system-clock.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import { createSecretReader } from './secret-reader.ts';

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
export const createUpstream = (environment: UpstreamEnvironment): (() => Promise<Upstream>) => {
  const { MODEL_PROVIDER, ANTHROPIC_SECRET_ARN, ANTHROPIC_BASE_URL } = environment;
  const { BEDROCK_REGION: region, BEDROCK_PROFILE: profile } = environment;
  if (MODEL_PROVIDER === 'bedrock') {
    const baseUrl = `https://bedrock-runtime.${region}.amazonaws.com`;
    return async () => ({ provider: 'bedrock', baseUrl, region, profile });
  }
  const readSecret = createSecretReader({ clock: systemClock });
  return async () => ({
    provider: 'anthropic',
    baseUrl: ANTHROPIC_BASE_URL,
    apiKey: await readSecret(ANTHROPIC_SECRET_ARN),
  });
};
