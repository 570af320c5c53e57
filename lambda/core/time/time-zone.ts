import { z } from 'zod';

/** As IANA writes names: not an offset, such as `+01:00`, nor in lower case, both of which `Intl` would take. */
const NAME = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/;

const isTimeZone = (timeZone: string): boolean => {
  try {
    return NAME.test(timeZone) && new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** A time zone by its name in the IANA database. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone such as Europe/Zurich');
