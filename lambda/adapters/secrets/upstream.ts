import { ServiceError } from '#core/errors/service-error.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import { readSecret } from './read-secret.ts';

interface UpstreamEnvironment {
  readonly MODEL_PROVIDER: 'anthropic' | 'bedrock';
  readonly ANTHROPIC_SECRET_ARN: string;
  readonly ANTHROPIC_BASE_URL: string;
}

/** Where this deployment's model calls go, with the credential for them; the returned function may fetch a secret. */
export const createUpstream =
  ({ MODEL_PROVIDER, ANTHROPIC_SECRET_ARN, ANTHROPIC_BASE_URL }: UpstreamEnvironment) =>
  async (): Promise<Upstream> => {
    if (MODEL_PROVIDER === 'bedrock') {
      throw new ServiceError('unavailable', 'The runner cannot call Bedrock yet. Deploy with provider "anthropic".');
    }
    return { provider: 'anthropic', baseUrl: ANTHROPIC_BASE_URL, apiKey: await readSecret(ANTHROPIC_SECRET_ARN) };
  };
