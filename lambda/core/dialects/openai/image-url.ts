import { z } from 'zod';
import type { ContentBlock } from '#core/runs/conversation.ts';

const Base64 = z.base64().min(1);
const DATA_URL = /^data:(image\/(?:png|jpeg|gif|webp));base64,/;

/** Where an image is: in the URL itself, or where the model's provider can fetch it. */
export const ImageUrl = z
  .string()
  .refine(
    (url) => url.startsWith('https://') || (DATA_URL.test(url) && Base64.safeParse(url.replace(DATA_URL, '')).success),
    'must be an https URL, or a data URL of a PNG, JPEG, GIF or WebP in base64',
  );

/** The image as a block of a message. */
export const imageBlock = (url: z.infer<typeof ImageUrl>): ContentBlock => {
  const [prefix, mediaType] = DATA_URL.exec(url) ?? [];
  if (prefix === undefined) return { type: 'image', source: { type: 'url', url } };
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: url.slice(prefix.length) } };
};
