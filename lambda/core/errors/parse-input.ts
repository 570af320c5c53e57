import type { ZodType, z } from 'zod';
import { parameterName } from './parameter-name.ts';
import { type FieldError, ServiceError } from './service-error.ts';

/** A JSON pointer, empty for the whole: https://www.rfc-editor.org/rfc/rfc6901 */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map(({ path }) => path.length));

/** What is wrong. Of the things that a field may be, one was meant: the one in which the fault lies inside. */
const innermost = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const [meant] = issue.errors.toSorted((one, other) => depthOf(other) - depthOf(one));
  if (!meant || depthOf(meant) === 0) return [issue];
  return meant.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
};

const fieldErrors = ({ issues }: z.core.$ZodError): readonly FieldError[] =>
  issues.flatMap(innermost).map(({ path, message }) => ({ pointer: pointerTo(path), message }));

/**
 * The input as the schema reads it.
 *
 * @throws ServiceError `invalid_request`, naming every field that is wrong and what is allowed there.
 */
export const parseInput = <S extends ZodType>(schema: S, input: unknown, what: string): z.output<S> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error);
  const list = fields.map(({ pointer, message }) => (pointer ? `${parameterName(pointer)}: ${message}` : message));
  throw new ServiceError('invalid_request', `The ${what} is not valid. ${list.join('; ')}.`, {
    fields,
    cause: parsed.error,
  });
};
