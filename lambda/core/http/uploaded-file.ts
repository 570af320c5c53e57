import { z } from 'zod';

/** A file in a form: of those whose text is UTF-8, as others do not come whole through API Gateway. */
export const UploadedFile = z.object({ filename: z.string(), text: z.string() });
export type UploadedFile = z.infer<typeof UploadedFile>;
