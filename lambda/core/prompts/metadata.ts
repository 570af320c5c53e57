import { z } from 'zod';

/** What a caller keeps with a prompt. */
export const Metadata = z
  .record(z.string().min(1).max(64), z.string().max(512), 'must be an object with names of 1 to 64 characters')
  .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs');
export type Metadata = z.infer<typeof Metadata>;
