import { z } from 'zod';
import type { Upload } from './await-upload.ts';
import { FilePurpose, type StoredFile } from './stored-file.ts';

const seconds = z.int().meta({ description: 'Unix seconds' });

/** A file in the words of OpenAI's API: https://platform.openai.com/docs/api-reference/files/object */
export const FileJson = z.object({
  id: z.string(),
  object: z.literal('file'),
  bytes: z.int(),
  created_at: seconds,
  expires_at: seconds,
  filename: z.string(),
  purpose: FilePurpose,
  status: z.enum(['processed', 'pending']).meta({ description: '`pending`: its bytes are yet to be sent.' }),
  upload_url: z.string().optional().meta({ description: 'Where to `PUT` its bytes: leave enough for whoever has it.' }),
  upload_expires_at: seconds.optional(),
});
export type FileJson = z.infer<typeof FileJson>;

/** The file in the words of OpenAI's API. */
export const toFileJson = (file: StoredFile, upload?: Upload): FileJson => ({
  id: file.id,
  object: 'file',
  bytes: file.bytes,
  created_at: Math.floor(file.createdAtMs / 1000),
  expires_at: file.expiresAtSeconds,
  filename: file.filename,
  purpose: file.purpose,
  status: file.isUploaded ? 'processed' : 'pending',
  ...(upload && { upload_url: upload.url, upload_expires_at: Math.floor(upload.expiresAtMs / 1000) }),
});
