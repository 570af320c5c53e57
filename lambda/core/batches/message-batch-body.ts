import { z } from 'zod';
import { BATCH_EXTRAS } from './batch-body.ts';
import { MessageLine } from './input-line.ts';

type Requests = readonly z.infer<typeof MessageLine>[];

const firstDouble = (requests: Requests): number => {
  const seen = new Set<string>();
  return requests.findIndex(({ custom_id }) => seen.size === seen.add(custom_id).size);
};

const Requests = z
  .array(MessageLine)
  .min(1, 'must not be empty')
  .superRefine((requests, context) => {
    const index = firstDouble(requests);
    if (index < 0) return;
    const message = `is "${requests[index]?.custom_id}" for a second time: each request must have one of its own`;
    context.addIssue({ code: 'custom', path: [index, 'custom_id'], message });
  });

/** The body of `POST /v1/messages/batches`: https://docs.anthropic.com/en/api/creating-message-batches */
export const MessageBatchBody = z
  .strictObject({
    requests: Requests.optional(),
    input_file_id: z.string().max(64).optional().meta({
      description: 'A file of the same, one request a line, of more than comes through the gateway.',
    }),
    ...BATCH_EXTRAS,
  })
  .refine(({ requests, input_file_id }) => (requests === undefined) !== (input_file_id === undefined), {
    path: ['requests'],
    message: 'must be there, or else input_file_id',
  });
export type MessageBatchBody = z.infer<typeof MessageBatchBody>;
