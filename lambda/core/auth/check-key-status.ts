import { ServiceError } from '#core/errors/service-error.ts';
import type { ApiKeyRecord } from './api-key.ts';

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);

/** @throws ServiceError `invalid_credentials` if the key is revoked or disabled, or has expired. */
export const checkKeyStatus = (
  { revokedAtMs, disabledAtMs, expiresAtMs }: Pick<ApiKeyRecord, 'revokedAtMs' | 'disabledAtMs' | 'expiresAtMs'>,
  nowMs: number,
): void => {
  if (revokedAtMs !== undefined) throw refused('The API key was revoked. Ask for a new one.');
  if (disabledAtMs !== undefined) throw refused('The API key is disabled. Ask for it to be enabled.');
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    throw refused(`The API key expired on ${new Date(expiresAtMs).toISOString()}. Ask for a new one.`);
  }
};
