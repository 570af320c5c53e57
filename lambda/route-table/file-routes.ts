import { z } from 'zod';
import { FileBody, FileForm } from '#core/files/file-body.ts';
import { FileJson } from '#core/files/file-json.ts';
import { FileListQuery } from '#core/files/file-list-query.ts';
import { FileMetadataJson } from '#core/files/file-metadata-json.ts';
import { listJson } from '#core/http/list-json.ts';
import { RedirectJson } from '#core/http/redirect-json.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

/** A file in the words of whichever API was asked. */
const AnyFileJson = z.union([FileJson, FileMetadataJson]);

const DeletedFileJson = z.union([
  z.object({ id: z.string(), object: z.literal('file'), deleted: z.literal(true) }),
  z.object({ id: z.string(), type: z.literal('file_deleted') }),
]);

/** Files, of which batches are made and which come of them, as OpenAI’s and Anthropic’s APIs have them. */
export const FILE_ROUTES = [
  {
    ...CALLER,
    dialect: 'shared',
    method: 'POST',
    path: '/v1/files',
    operation: 'createFile',
    summary: 'Upload a file, or get a URL to upload it to',
    body: FileBody,
    form: FileForm,
    response: AnyFileJson,
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'GET',
    path: '/v1/files',
    operation: 'listFiles',
    summary: 'List files, newest first',
    query: FileListQuery,
    response: listJson(AnyFileJson).extend({ next_page: z.string().nullable() }),
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'GET',
    path: '/v1/files/{id}',
    operation: 'getFile',
    summary: 'Read what is known of a file',
    response: AnyFileJson,
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'DELETE',
    path: '/v1/files/{id}',
    operation: 'deleteFile',
    summary: 'Delete a file',
    response: DeletedFileJson,
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'GET',
    path: '/v1/files/{id}/content',
    operation: 'getFileContent',
    summary: 'Be sent to where a file can be read',
    successStatus: 307,
    response: RedirectJson,
  },
] as const satisfies readonly Route[];
