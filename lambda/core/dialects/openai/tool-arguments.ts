import { z } from 'zod';
import { readJson } from '#core/runs/read-json.ts';

/** The arguments of a tool call: JSON of an object, or nothing. */
export const ToolArguments = z.string().transform((text, context): Record<string, unknown> => {
  const value = text.trim() === '' ? {} : readJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  context.issues.push({ code: 'custom', message: 'must be JSON of an object', input: text });
  return z.NEVER;
});
