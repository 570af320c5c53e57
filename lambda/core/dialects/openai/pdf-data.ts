import { z } from 'zod';
import type { ContentBlock } from '#core/runs/conversation.ts';

const PREFIX = 'data:application/pdf;base64,';

/** `%PDF-` in base64. */
const MAGIC = 'JVBERi0';

const Base64 = z.base64().min(1);

const isPdf = (data: string): boolean =>
  data.startsWith(PREFIX)
    ? Base64.safeParse(data.slice(PREFIX.length)).success
    : data.startsWith(MAGIC) && Base64.safeParse(data).success;

/** A PDF in base64, as a data URL or bare. */
export const PdfData = z.string().refine(isPdf, 'must be a PDF in base64: data:application/pdf;base64,…');

const documentBlock = (source: object, title: string | null | undefined): ContentBlock => ({
  type: 'document',
  source,
  ...(title && { title }),
});

/** The document as a block of a message. */
export const pdfBlock = (data: z.infer<typeof PdfData>, filename?: string | null): ContentBlock => {
  const base64 = data.startsWith(PREFIX) ? data.slice(PREFIX.length) : data;
  return documentBlock({ type: 'base64', media_type: 'application/pdf', data: base64 }, filename);
};

/** A document that the model's provider fetches, as a block of a message. */
export const documentUrlBlock = (url: string, filename?: string | null): ContentBlock =>
  documentBlock({ type: 'url', url }, filename);
