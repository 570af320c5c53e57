import { type FileOrder, type FilePorts, newFile } from './new-file.ts';
import { fileKey, type StoredFile } from './stored-file.ts';

/** Where the bytes of a file are to be sent, and until when. */
export interface Upload {
  readonly url: string;
  readonly expiresAtMs: number;
}

const UPLOAD_SECONDS = 3600;

/**
 * Makes a file whose bytes are to be sent to a URL, because they would not come through the gateway.
 *
 * @throws ServiceError `request_too_large`
 */
export const awaitUpload = async (
  order: FileOrder,
  ports: FilePorts,
): Promise<{ readonly file: StoredFile; readonly upload: Upload }> => {
  const file = newFile(order, false, ports);
  const { id, bytes, createdAtMs } = file;
  const url = await ports.objects.uploadUrl({ key: fileKey(id), bytes, expiresInSeconds: UPLOAD_SECONDS });
  await ports.files.create(file);
  return { file, upload: { url, expiresAtMs: createdAtMs + UPLOAD_SECONDS * 1000 } };
};
