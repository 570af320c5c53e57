import { z } from 'zod';
import { onlyTypes } from '#core/dialects/only-types.ts';
import { ImageUrl, imageBlock } from '#core/dialects/openai/image-url.ts';
import { PdfData, pdfBlock } from '#core/dialects/openai/pdf-data.ts';
import { refused } from '#core/dialects/refused.ts';
import type { ContentBlock } from '#core/runs/conversation.ts';

const Text = z.looseObject({ type: z.literal('text'), text: z.string() });
const Refusal = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const Image = z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: ImageUrl }) });
const File = z.looseObject({
  type: z.literal('file'),
  file: z.looseObject({
    file_data: PdfData,
    filename: z.string().nullish(),
    file_id: refused('there are no files here; give file_data'),
  }),
});

/** What a user may say. */
export const UserPart = z.discriminatedUnion(
  'type',
  [Text, Image, File],
  onlyTypes('content', ['text', 'image_url', 'file']),
);

/** What an assistant may have said. */
export const AssistantPart = z.discriminatedUnion('type', [Text, Refusal], onlyTypes('content', ['text', 'refusal']));

/** What a system prompt, or the result of a tool, may be. */
export const TextPart = z.discriminatedUnion('type', [Text], onlyTypes('content', ['text']));

/** Any of them. */
export type ContentPart = z.infer<typeof UserPart> | z.infer<typeof AssistantPart>;

/** The part as a block of a message. */
export const toBlock = (part: ContentPart): ContentBlock => {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'refusal':
      return { type: 'text', text: part.refusal };
    case 'image_url':
      return imageBlock(part.image_url.url);
    case 'file':
      return pdfBlock(part.file.file_data, part.file.filename);
  }
};
