import { z } from 'zod';
import { PromptBody } from '#core/prompts/prompt-body.ts';

const share = (name: string) =>
  z
    .number()
    .min(0)
    .max(1, `Claude takes a ${name} from 0 to 1`)
    .nullish()
    .meta({ description: 'From 0 to 1; the default of 1 is not sent.' });

/** What chat completions and responses have in common. */
export const COMMON_MEMBERS = {
  model: PromptBody.shape.model.nullable(),
  stream: z.boolean().nullish(),
  temperature: share('temperature'),
  top_p: share('top_p'),
  parallel_tool_calls: z.boolean().nullish(),
  metadata: PromptBody.shape.metadata
    .nullable()
    .meta({ description: 'Kept with the prompt. `profile` is not: it selects the profile.' }),
  store: z.boolean().nullish().meta({ description: 'False keeps metadata and usage, but no text.' }),
};
