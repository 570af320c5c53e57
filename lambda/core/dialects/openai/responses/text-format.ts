import { z } from 'zod';
import { ANY_OBJECT, OutputSchema } from '#core/dialects/openai/output-schema.ts';

/** What the answer must be. */
export const TextFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string().optional(),
    schema: OutputSchema,
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);

/** The schema that the answer must satisfy; undefined for text. */
export const toOutputSchema = (format: z.infer<typeof TextFormat> | null | undefined): OutputSchema | undefined => {
  if (!format || format.type === 'text') return undefined;
  return format.type === 'json_schema' ? format.schema : ANY_OBJECT;
};
