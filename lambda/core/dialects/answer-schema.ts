import { Ajv } from 'ajv';
import { z } from 'zod';

/** What is wrong with a schema. */
interface SchemaFault {
  readonly path: readonly string[];
  readonly message: string;
}

const toPath = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

const ajv = new Ajv({ allErrors: true, logger: false });

/**
 * Only compared with the schema of schemas, which is ours: compiling it would make code of what a caller wrote, on the
 * trusted side. What cannot be compiled beyond that is refused by the gate, before the model is called.
 *
 * https://ajv.js.org/security.html#untrusted-schemas
 */
const faultOf = (schema: object): SchemaFault | undefined => {
  if (ajv.validateSchema(schema) === true) return undefined;
  const [error] = ajv.errors ?? [];
  return { path: toPath(error?.instancePath ?? ''), message: error?.message ?? 'is not valid' };
};

/** No model follows larger ones. */
const MAX_CHARS = 100_000;

/** The JSON schema that an answer must satisfy: of an object, by draft 07, which is what Claude Code checks. */
export const AnswerSchema = z
  .looseObject({ type: z.literal('object', 'the answer must be an object: {"type": "object", …}') })
  // Generators name a newer draft; what they then write is mostly the same.
  .transform(({ $schema: _draft, ...schema }) => schema)
  .superRefine((schema, context) => {
    if (JSON.stringify(schema).length > MAX_CHARS) {
      context.addIssue({ code: 'custom', message: `the schema may have up to ${MAX_CHARS} characters` });
      return;
    }
    const fault = faultOf(schema);
    if (!fault) return;
    const message = `is not a JSON schema of draft 07: ${fault.message}`;
    context.addIssue({ code: 'custom', path: [...fault.path], message });
  });
export type AnswerSchema = z.infer<typeof AnswerSchema>;
