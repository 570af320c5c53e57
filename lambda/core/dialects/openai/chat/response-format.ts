import { z } from 'zod';
import { ANY_OBJECT, OutputSchema } from '#core/dialects/openai/output-schema.ts';

/** What the answer must be. */
export const ResponseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string().optional(), schema: OutputSchema.nullish() }),
  }),
]);

/** The schema that the answer must satisfy; undefined for text. */
export const toOutputSchema = (format: z.infer<typeof ResponseFormat> | null | undefined): OutputSchema | undefined => {
  if (!format || format.type === 'text') return undefined;
  return (format.type === 'json_schema' && format.json_schema.schema) || ANY_OBJECT;
};
