import { ServiceError } from '#core/errors/service-error.ts';
import type { UploadedFile } from '#core/http/uploaded-file.ts';

/** Whether a body of that content type is a form with files. */
export const isForm = (contentType: string | undefined): contentType is string =>
  contentType?.toLowerCase().startsWith('multipart/form-data') ?? false;

const toField = async (value: string | File): Promise<string | UploadedFile> =>
  typeof value === 'string' ? value : { filename: value.name, text: await value.text() };

/**
 * The fields of a form, by name; of a name given twice the last.
 *
 * @throws ServiceError `invalid_request`
 */
export const readForm = async (body: Buffer, contentType: string): Promise<Record<string, string | UploadedFile>> => {
  const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form = await response.formData().catch((cause) => {
    throw new ServiceError('invalid_request', 'The body is not valid multipart/form-data with its boundary.', {
      cause,
    });
  });
  const fields = [...form].map(async ([name, value]) => [name, await toField(value)] as const);
  return Object.fromEntries(await Promise.all(fields));
};
