import { z } from 'zod';
import { onlyTypes } from '#core/dialects/only-types.ts';

const data = z.base64('must be base64').min(1, 'must not be empty');
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const Url = z.strictObject({ type: z.literal('url'), url });

/** Where an image is: here, or where the model's provider can fetch it. */
export const ImageSource = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('base64'),
      media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
      data,
    }),
    Url,
  ],
  onlyTypes('a source', ['base64', 'url']),
);

/** Where a document is: here, or where the model's provider can fetch it. */
export const DocumentSource = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('base64'), media_type: z.literal('application/pdf'), data }),
    z.strictObject({ type: z.literal('text'), media_type: z.literal('text/plain'), data: z.string().min(1) }),
    Url,
  ],
  onlyTypes('a source', ['base64 (a PDF)', 'text', 'url']),
);
