import type { ZodObject } from 'zod';

const asksNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The names of what the object asks for and the schema does not know: it is ignored, and the caller is told so. */
export const unknownMembers = (schema: ZodObject, object: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(object).filter((name) => !(name in schema.shape) && !asksNothing(object[name]));
