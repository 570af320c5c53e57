import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';

const DAY_SECONDS = 86_400;

/** As long as OpenAI keeps the files of batches; a bucket's rule deletes what is older (lib/storage.ts). */
const MAX_DAYS = 30;

/** How long files are kept here, unless they are to go sooner. */
export const fileLifetimeSeconds = ({ retentionDays }: Pick<Settings, 'retentionDays'>): number =>
  Math.min(MAX_DAYS, retentionDays) * DAY_SECONDS;

/**
 * The same, if they are to go after so long.
 *
 * @throws ServiceError `invalid_request` if that is longer than files are kept.
 */
export const askedLifetimeSeconds = (asked: number | undefined, settings: Pick<Settings, 'retentionDays'>): number => {
  const most = fileLifetimeSeconds(settings);
  if (asked === undefined || asked <= most) return asked ?? most;
  const message = `files are kept for up to ${most} s here, not ${asked} s`;
  throw new ServiceError('invalid_request', `The file cannot be kept: ${message}.`, {
    fields: [{ pointer: '/expires_in_seconds', message }],
  });
};
