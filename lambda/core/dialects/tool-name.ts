import { z } from 'zod';

/** The name of a tool that the caller runs, as Claude takes it. */
export const ToolName = z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ or -');
