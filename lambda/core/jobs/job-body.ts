import { z } from 'zod';
import { PromptBody } from '#core/prompts/prompt-body.ts';

/** The body of `POST /v1/jobs`: that of a prompt, and what is only of use for one that waits. */
export const JobBody = PromptBody.omit({ stream: true }).extend({
  max_attempts: z.int().min(1).max(5).optional().meta({
    description:
      'How often it may be started, if a crash or the provider of the model ended it. Default: 3 in profile `chat`, 1 in `agent`, whose commands may have had effects.',
  }),
  webhook_url: z.url().max(2048).optional().meta({ description: 'Told of its end, besides the tenant’s webhooks.' }),
});
export type JobBody = z.infer<typeof JobBody>;
