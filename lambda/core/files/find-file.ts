import { ServiceError } from '#core/errors/service-error.ts';
import type { FileStore } from './file-store.ts';
import type { ObjectStore } from './object-store.ts';
import { fileKey, type StoredFile } from './stored-file.ts';

/** What is told whoever asks for a file that is not there. */
export const noFile = (id: string): ServiceError =>
  new ServiceError('not_found', `There is no file "${id}" here. It may have been deleted or have expired.`);

/**
 * The file, which is noted as uploaded once it is.
 *
 * @throws ServiceError `not_found`
 */
export const findFile = async (
  tenantId: string,
  id: string,
  { files, objects }: { readonly files: FileStore; readonly objects: Pick<ObjectStore, 'sizeBytes'> },
): Promise<StoredFile> => {
  const file = await files.get(tenantId, id);
  if (!file) throw noFile(id);
  if (file.isUploaded || (await objects.sizeBytes(fileKey(id))) !== file.bytes) return file;
  await files.markUploaded(tenantId, id);
  return { ...file, isUploaded: true };
};

/**
 * The same, if its bytes are there.
 *
 * @throws ServiceError `not_found`, `conflict` if they are yet to come.
 */
export const findUploaded = async (...args: Parameters<typeof findFile>): Promise<StoredFile> => {
  const file = await findFile(...args);
  if (file.isUploaded) return file;
  const { id, bytes } = file;
  throw new ServiceError('conflict', `The file "${id}" is not here yet: PUT its ${bytes} bytes to its upload_url.`);
};
