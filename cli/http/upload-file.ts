import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { CommandError } from '#cli/command-error.ts';
import type { FileJson } from '#core/files/file-json.ts';
import type { Client } from './client.ts';
import { connect } from './connect.ts';

/** A connection may be slow, and a file large. */
const UPLOAD_MS = 3_600_000;

/**
 * Uploads a file of requests to where the service says, which takes more than its own front door would.
 *
 * @throws CommandError if that fails; system errors of a file that cannot be read.
 */
export const uploadFile = async (client: Client, path: string): Promise<FileJson> => {
  const bytes = await openAsBlob(path);
  const body = { filename: basename(path), purpose: 'batch', bytes: bytes.size };
  const file = await client.json<FileJson>('POST', '/v1/files', { body });
  // Its address is the credential: it is given no other.
  const response = await connect(file.upload_url ?? '', {
    method: 'PUT',
    body: bytes,
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  if (response.ok) return file;
  throw new CommandError(`The file was not taken: status ${response.status}.`, { hint: await response.text() });
};
