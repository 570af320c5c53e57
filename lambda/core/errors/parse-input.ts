import type { ZodType, z } from 'zod';
import { ServiceError } from './service-error.ts';

/** A JSON pointer, empty for the whole: https://www.rfc-editor.org/rfc/rfc6901 */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * The input as the schema reads it.
 *
 * @throws ServiceError `invalid_request`, naming every field that is wrong and what is allowed there.
 */
export const parseInput = <S extends ZodType>(schema: S, input: unknown, what: string): z.output<S> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ pointer: pointerTo(path), message }));
  const list = fields.map(({ pointer, message }) => (pointer ? `${pointer}: ${message}` : message)).join('; ');
  throw new ServiceError('invalid_request', `The ${what} is not valid. ${list}.`, { fields, cause: parsed.error });
};
