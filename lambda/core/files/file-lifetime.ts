import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';

const DAY_SECONDS = 86_400;

/** As long as OpenAI keeps the files of batches. */
const MAX_DAYS = 30;

/** How long files are kept here, unless they are to go sooner. */
export const fileLifetimeSeconds = ({ retentionDays }: Pick<Settings, 'retentionDays'>): number =>
  Math.min(MAX_DAYS, retentionDays) * DAY_SECONDS;

/** When the bytes go at the latest, if nothing else deletes them. */
export const objectLifetimeSeconds = (settings: Pick<Settings, 'retentionDays'>): number =>
  fileLifetimeSeconds(settings) + 2 * DAY_SECONDS;

/** After how long a file is to go, and where in the request that stands. */
export interface AskedLifetime {
  readonly seconds: number;
  readonly pointer: string;
}

/**
 * How long a file is kept that is to go after so long, if that was asked for.
 *
 * @throws ServiceError `invalid_request` if that is longer than files are kept.
 */
export const askedLifetimeSeconds = (
  asked: AskedLifetime | undefined,
  settings: Pick<Settings, 'retentionDays'>,
): number => {
  const most = fileLifetimeSeconds(settings);
  if (!asked) return most;
  const { seconds, pointer } = asked;
  if (seconds <= most) return seconds;
  const message = `files are kept for up to ${most} s here, not ${seconds} s`;
  throw new ServiceError('invalid_request', `The file cannot be kept: ${message}.`, {
    fields: [{ pointer, message }],
  });
};
