import { z } from 'zod';
import { ToolName } from '#core/dialects/tool-name.ts';
import type { ClientTool } from '#core/runs/call-parameters.ts';

/** A function that the caller runs. */
export const FUNCTION_MEMBERS = {
  name: ToolName,
  description: z.string().nullish(),
  parameters: z
    .record(z.string(), z.unknown())
    .refine(({ type = 'object' }) => type === 'object', 'must be the schema of an object')
    .nullish()
    .meta({ description: 'JSON schema of the arguments.' }),
  strict: z.boolean().nullish(),
};
const FunctionTool = z.object(FUNCTION_MEMBERS);
export type FunctionTool = z.infer<typeof FunctionTool>;

/** The function in Claude's words. */
export const toClientTool = ({ name, description, parameters, strict }: FunctionTool): ClientTool => ({
  name,
  ...(description && { description }),
  input_schema: { ...parameters, type: 'object' },
  ...(strict && { strict }),
});
