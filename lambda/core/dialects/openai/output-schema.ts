import { z } from 'zod';

/** The JSON schema of an answer: like OpenAI's it must be of an object. */
export const OutputSchema = z
  .record(z.string(), z.unknown())
  .refine(({ type }) => type === 'object', 'the root of the schema must be of type object');
export type OutputSchema = z.infer<typeof OutputSchema>;

/** JSON mode: any object. */
export const ANY_OBJECT: OutputSchema = { type: 'object' };
