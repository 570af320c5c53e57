import { ServiceError } from '#core/errors/service-error.ts';

/** How a caller would rather be answered: https://www.rfc-editor.org/rfc/rfc7240 */
export interface Preference {
  /** Wait for the answer so long; 0: not at all. */
  readonly waitSeconds: number;
  /** The preferences that are honoured, as the answer repeats them. */
  readonly applied: string;
}

/** API Gateway may be set to end a buffered answer after 29 s; the rest is for starting the run, and for the way. */
export const MAX_WAIT_SECONDS = 25;

const refuse = (message: string): never => {
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/prefer', message }] });
};

/**
 * What the `Prefer` header asks for; `undefined` if that is nothing that we know, as the standard has it.
 *
 * @throws ServiceError `invalid_request` for `wait` without a number of seconds.
 */
export const readPrefer = (header: string | undefined): Preference | undefined => {
  const preferences = (header ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const wait = preferences.find((preference) => preference.split('=')[0]?.trim() === 'wait');
  if (wait === undefined) {
    return preferences.includes('respond-async') ? { waitSeconds: 0, applied: 'respond-async' } : undefined;
  }
  const seconds = /^wait\s*=\s*"?(\d{1,9})"?$/.exec(wait)?.[1];
  if (seconds === undefined) return refuse('Prefer: wait needs a whole number of seconds, as in Prefer: wait=10.');
  const waitSeconds = Math.min(Number(seconds), MAX_WAIT_SECONDS);
  return { waitSeconds, applied: `wait=${waitSeconds}` };
};
