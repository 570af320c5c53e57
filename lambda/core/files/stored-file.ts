import { z } from 'zod';

/** What a file is for: the input of batches, or what came of one. */
export const FilePurpose = z.enum(['batch', 'batch_output']);
export type FilePurpose = z.infer<typeof FilePurpose>;

/** A file of a tenant. Its bytes are an object. */
export const StoredFile = z.object({
  /** `file_…` */
  id: z.string(),
  tenantId: z.string(),
  filename: z.string(),
  purpose: FilePurpose,
  bytes: z.int().nonnegative(),
  /** False: its bytes are yet to be sent to its upload URL, or nobody has looked since. */
  isUploaded: z.boolean(),
  createdAtMs: z.int(),
  /** When it is deleted. */
  expiresAtSeconds: z.int(),
});
export type StoredFile = z.infer<typeof StoredFile>;

/** Under which key the bytes of a file are. */
export const fileKey = (id: string): string => `files/${id}`;
