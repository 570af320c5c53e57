import { z } from 'zod';
import { onlyTypes } from '#core/dialects/only-types.ts';
import { ImageUrl, imageBlock } from '#core/dialects/openai/image-url.ts';
import { documentUrlBlock, PdfData, pdfBlock } from '#core/dialects/openai/pdf-data.ts';
import { refused } from '#core/dialects/refused.ts';
import type { ContentBlock } from '#core/runs/conversation.ts';

const noFiles = refused('there are no files here; give the data itself');

const InputText = z.looseObject({ type: z.literal('input_text'), text: z.string() });
const OutputText = z.looseObject({ type: z.literal('output_text'), text: z.string() });
const Refusal = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const InputImage = z.looseObject({ type: z.literal('input_image'), image_url: ImageUrl, file_id: noFiles });
const InputFile = z
  .looseObject({
    type: z.literal('input_file'),
    file_data: PdfData.nullish(),
    file_url: z.string().startsWith('https://', 'must be an https URL').nullish(),
    filename: z.string().nullish(),
    file_id: noFiles,
  })
  .refine(({ file_data, file_url }) => file_data || file_url, 'must have file_data or file_url');

const TYPES = ['input_text', 'input_image', 'input_file', 'output_text', 'refusal'];

/** A piece of what was said. */
export const InputPart = z.discriminatedUnion(
  'type',
  [InputText, InputImage, InputFile, OutputText, Refusal],
  onlyTypes('content', TYPES),
);
export type InputPart = z.infer<typeof InputPart>;

/** The piece as a block of a message. */
export const toBlock = (part: InputPart): ContentBlock => {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: part.text };
    case 'refusal':
      return { type: 'text', text: part.refusal };
    case 'input_image':
      return imageBlock(part.image_url);
    case 'input_file':
      return part.file_data
        ? pdfBlock(part.file_data, part.filename)
        : documentUrlBlock(part.file_url ?? '', part.filename);
  }
};
