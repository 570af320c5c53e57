import { z } from 'zod';
import type { CallParameters } from '#core/runs/call-parameters.ts';

/** How much a model shall think, in OpenAI's words. */
export const Effort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** The same in Claude's words, whose lowest effort is `low`. */
export const effortParameters = (effort: z.infer<typeof Effort> | null | undefined): CallParameters => {
  if (!effort) return {};
  return { output_config: { effort: effort === 'none' || effort === 'minimal' ? 'low' : effort } };
};
