import { z } from 'zod';
import { toInstant } from '#core/time/to-instant.ts';
import { JSONL_TYPE } from './attachment.ts';
import type { Upload } from './await-upload.ts';
import { FileJson } from './file-json.ts';
import type { StoredFile } from './stored-file.ts';

const instant = z.iso.datetime();

/** A file in the words of Anthropic's API: https://docs.anthropic.com/en/api/files-metadata */
export const FileMetadataJson = z.object({
  id: z.string(),
  type: z.literal('file'),
  filename: z.string(),
  mime_type: z.literal(JSONL_TYPE),
  size_bytes: z.int(),
  created_at: instant,
  expires_at: instant,
  downloadable: z.literal(true),
  status: FileJson.shape.status,
  upload_url: FileJson.shape.upload_url,
  upload_expires_at: instant.optional(),
});

/** The file in the words of Anthropic's API. */
export const toFileMetadataJson = (file: StoredFile, upload?: Upload): z.infer<typeof FileMetadataJson> => ({
  id: file.id,
  type: 'file',
  filename: file.filename,
  mime_type: JSONL_TYPE,
  size_bytes: file.bytes,
  created_at: toInstant(file.createdAtMs),
  expires_at: toInstant(file.expiresAtSeconds * 1000),
  downloadable: true,
  status: file.isUploaded ? 'processed' : 'pending',
  ...(upload && { upload_url: upload.url, upload_expires_at: toInstant(upload.expiresAtMs) }),
});
