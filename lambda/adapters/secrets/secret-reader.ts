import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';

export interface SecretReaderOptions extends SecretsManagerClientConfig {
  readonly clock: Clock;
}

/** The text of the secret with that ARN. @throws ServiceError `unavailable` if it cannot be had. */
export type ReadSecret = (arn: string) => Promise<string>;

/** A secret that was changed is used after this long. */
const MAX_AGE_MS = 5 * 60_000;

/** Reads secrets from Secrets Manager, each at most once in five minutes. */
export const createSecretReader = ({ clock, ...config }: SecretReaderOptions): ReadSecret => {
  const client = new SecretsManagerClient({
    ...config,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  const fetchSecret = async (arn: string): Promise<string> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      if (!SecretString) throw new Error('the secret has no text');
      return SecretString;
    } catch (cause) {
      throw new ServiceError('unavailable', 'The credential of the model provider cannot be read at the moment.', {
        cause,
      });
    }
  };

  const known = new Map<string, { readonly text: Promise<string>; readonly readAtMs: number }>();
  return (arn) => {
    const cached = known.get(arn);
    if (cached && clock() - cached.readAtMs < MAX_AGE_MS) return cached.text;
    const text = fetchSecret(arn);
    known.set(arn, { text, readAtMs: clock() });
    text.catch(() => known.delete(arn));
    return text;
  };
};
