import { ServiceError } from '#core/errors/service-error.ts';
import { nestsDeeper } from './nests-deeper.ts';

/** What reads a value calls itself once per level. */
const MAX_LEVELS = 100;

const parse = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the text, which may hold anything.
    throw new ServiceError('invalid_request', `The ${what} is not valid JSON. Send a JSON object.`, { cause });
  }
};

/**
 * What a caller wrote as JSON.
 *
 * @param what it is, for the error.
 * @throws ServiceError `invalid_request` if it is not JSON, or nests deeper than anything does that is meant well.
 */
export const parseJson = (text: string, what: string): unknown => {
  const value = parse(text, what);
  if (!nestsDeeper(value, MAX_LEVELS)) return value;
  throw new ServiceError('invalid_request', `The ${what} may nest objects and lists up to ${MAX_LEVELS} deep.`);
};
