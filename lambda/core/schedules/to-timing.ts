import { ServiceError } from '#core/errors/service-error.ts';
import { nextDueTimes } from './due-times.ts';
import { everyMinutes } from './every.ts';
import type { TimingBody } from './schedule-body.ts';
import type { Timing } from './timing.ts';

const MINUTE_MS = 60_000;

/**
 * The timing that is asked for, from now on. A rate begins at the next whole minute, and is due when it has first passed.
 *
 * @throws ServiceError `invalid_request` if it would never be due.
 */
export const toTiming = (body: TimingBody, timeZone: string, nowMs: number): Timing => {
  if ('every' in body) {
    const minutes = everyMinutes(body.every);
    const firstAtMs = (Math.ceil(nowMs / MINUTE_MS) + minutes) * MINUTE_MS;
    return { kind: 'rate', everyMinutes: minutes, firstAtMs };
  }
  const timing: Timing = { kind: 'cron', expression: body.cron.trim().replaceAll(/\s+/g, ' '), timeZone };
  if (nextDueTimes(timing, nowMs, 1).length > 0) return timing;
  const message = `"${timing.expression}" is never due: there is no such day. Name one that there is.`;
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/schedule/cron', message }] });
};
