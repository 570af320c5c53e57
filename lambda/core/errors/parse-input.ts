import type { ZodType, z } from 'zod';
import { ServiceError } from './service-error.ts';

/**
 * The input as the schema reads it.
 *
 * @throws ServiceError `invalid_request`, naming every field that is wrong and what is allowed there.
 */
export const parseInput = <S extends ZodType>(schema: S, input: unknown, what: string): z.output<S> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({
    pointer: `/${path.map(String).join('/')}`,
    message,
  }));
  const list = fields.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw new ServiceError('invalid_request', `The ${what} is not valid. ${list}.`, { fields, cause: parsed.error });
};
