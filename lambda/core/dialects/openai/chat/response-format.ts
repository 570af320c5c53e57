import { z } from 'zod';
import { AnswerSchema } from '#core/dialects/answer-schema.ts';
import { ANY_OBJECT } from '#core/dialects/openai/any-object.ts';

/** What the answer must be. */
export const ResponseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string().optional(), schema: AnswerSchema.nullish() }),
  }),
]);

/** The schema that the answer must satisfy; undefined for text. */
export const toOutputSchema = (format: z.infer<typeof ResponseFormat> | null | undefined): AnswerSchema | undefined => {
  if (!format || format.type === 'text') return undefined;
  return (format.type === 'json_schema' && format.json_schema.schema) || ANY_OBJECT;
};
