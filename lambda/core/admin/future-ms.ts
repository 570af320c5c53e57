import { parameterName } from '#core/errors/parameter-name.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { toInstant } from '#core/time/to-instant.ts';

/**
 * An RFC 3339 time that is to come, in milliseconds.
 *
 * @throws ServiceError `invalid_request`, with that pointer, if it is past.
 */
export const futureMs = (time: string, pointer: string, nowMs: number): number => {
  const ms = Date.parse(time);
  if (ms > nowMs) return ms;
  const message = `must be after now, which is ${toInstant(nowMs)}; got ${time}`;
  const name = parameterName(pointer);
  throw new ServiceError('invalid_request', `${name}: ${message}.`, { fields: [{ pointer, message }] });
};
