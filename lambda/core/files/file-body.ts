import { z } from 'zod';
import { UploadedFile } from '#core/http/uploaded-file.ts';
import type { AskedLifetime } from './file-lifetime.ts';

const MIN_SECONDS = 3600;

/** Only the last part of a path is kept, as Anthropic does. */
const Filename = z
  .string()
  .transform((path) => path.split(/[\\/]/).at(-1) ?? '')
  .pipe(z.string().min(1, 'must not be empty').max(255, 'must have up to 255 characters'))
  .meta({ description: 'Of a path, the last part is kept.' });

const Purpose = z.literal('batch', 'must be "batch": other files are of no use here').default('batch');

const seconds = z.int().min(MIN_SECONDS, `must be at least ${MIN_SECONDS} s`);
const anchor = z.literal('created_at', 'must be "created_at"');

/** The body of `POST /v1/files`, ours: of a file whose bytes follow, because they would not come through the gateway. */
export const FileBody = z.strictObject({
  filename: Filename,
  purpose: Purpose,
  bytes: z.int().positive().meta({ description: 'How many will be sent, exactly.' }),
  expires_after: z.strictObject({ anchor, seconds }).optional().meta({ description: 'As in OpenAI’s API.' }),
  expires_in_seconds: seconds.optional().meta({ description: 'As in Anthropic’s API.' }),
});
export type FileBody = z.infer<typeof FileBody>;

const text = z.string().regex(/^\d{1,9}$/, 'must be a whole number of seconds');

/** The form of `POST /v1/files`, as OpenAI's and Anthropic's clients send it. */
export const FileForm = z
  .strictObject({
    file: UploadedFile.pipe(z.object({ filename: Filename, text: z.string().min(1, 'must not be empty') })),
    purpose: Purpose,
    'expires_after[anchor]': anchor.optional(),
    'expires_after[seconds]': text.transform(Number).pipe(seconds).optional(),
    expires_in_seconds: text.transform(Number).pipe(seconds).optional(),
  })
  .meta({ description: 'Of files that come through the gateway.' });
export type FileForm = z.infer<typeof FileForm>;

/** After how long the file is to be deleted, in the words of whichever API. */
export const askedLifetime = (body: FileBody | FileForm): AskedLifetime | undefined => {
  const { expires_in_seconds: anthropic } = body;
  if (anthropic !== undefined) return { seconds: anthropic, pointer: '/expires_in_seconds' };
  const seconds = 'file' in body ? body['expires_after[seconds]'] : body.expires_after?.seconds;
  return seconds === undefined ? undefined : { seconds, pointer: '/expires_after/seconds' };
};
