import { type FileOrder, type FilePorts, newFile } from './new-file.ts';
import { fileKey, type StoredFile } from './stored-file.ts';

const once = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
};

/**
 * Keeps a file whose text is here.
 *
 * @throws ServiceError `request_too_large`
 */
export const keepFile = async (
  order: Omit<FileOrder, 'bytes'>,
  text: string,
  ports: FilePorts,
): Promise<StoredFile> => {
  const bytes = new TextEncoder().encode(text);
  const file = newFile({ ...order, bytes: bytes.length }, true, ports);
  await ports.objects.write(fileKey(file.id), once(bytes));
  await ports.files.create(file);
  return file;
};
