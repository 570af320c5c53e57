import { z } from 'zod';
import { unknownMembers } from '#core/dialects/unknown-members.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** What the schema is for, without what else may stand there, and without what is made of it. */
const plain = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return plain(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? plain(schema.out) : schema;
};

const optionFor = ({ def, options }: z.ZodDiscriminatedUnion, value: Json): z.core.$ZodType | undefined =>
  options.find(
    (option) =>
      option instanceof z.ZodObject && option.shape[def.discriminator].safeParse(value[def.discriminator]).success,
  );

/** Where a list may stand, a single thing may stand for it. */
const elementOf = (schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined => {
  const list = schema instanceof z.ZodUnion ? schema.options.find((option) => option instanceof z.ZodArray) : schema;
  return list instanceof z.ZodArray ? list.element : undefined;
};

const membersOf = (schema: z.core.$ZodType | undefined, value: unknown, path: string): readonly string[] => {
  const known = schema && plain(schema);
  if (Array.isArray(value)) return value.flatMap((item) => membersOf(elementOf(known), item, path));
  if (!isObject(value)) return [];
  if (known instanceof z.ZodDiscriminatedUnion) return membersOf(optionFor(known, value), value, path);
  if (!(known instanceof z.ZodObject)) return [];
  const nested = Object.entries(known.shape).flatMap(([name, schema]) =>
    membersOf(schema, value[name], `${path}${name}.`),
  );
  return [...unknownMembers(known, value).map((name) => path + name), ...nested];
};

/**
 * What a body that the schema has accepted holds besides what the schema knows, such as `messages.name`.
 *
 * That is ignored, and the caller is told so by these names.
 */
export const ignoredMembers = (schema: z.ZodObject, body: Json): readonly string[] => [
  ...new Set(membersOf(schema, body, '')),
];
