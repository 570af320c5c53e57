import { awaitUpload, type Upload } from '#core/files/await-upload.ts';
import { askedLifetime } from '#core/files/file-body.ts';
import { toFileJson } from '#core/files/file-json.ts';
import { askedLifetimeSeconds } from '#core/files/file-lifetime.ts';
import { toFileCursors } from '#core/files/file-list-query.ts';
import { toFileMetadataJson } from '#core/files/file-metadata-json.ts';
import { findFile, findUploaded, noFile } from '#core/files/find-file.ts';
import { keepFile } from '#core/files/keep-file.ts';
import { fileKey, type StoredFile } from '#core/files/stored-file.ts';
import { toListJson } from '#core/http/list-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiRequest, RouteHandler } from '#lambda/http/api-request.ts';
import { sharedDialect } from '#lambda/http/shared-dialect.ts';
import { pathId } from './path-id.ts';
import { sendOn } from './send-on.ts';

const fileJson = ({ headers }: Pick<ApiRequest, 'headers'>, file: StoredFile, upload?: Upload) =>
  sharedDialect(headers) === 'openai' ? toFileJson(file, upload) : toFileMetadataJson(file, upload);

/** `POST /v1/files`: with the file in a form, or without it, then with a URL to send it to. */
export const createFile =
  (ports: ApiPorts): RouteHandler<'createFile'> =>
  async (request) => {
    const { body, principal, baseUrl } = request;
    const { tenantId } = principal;
    const lifetimeSeconds = askedLifetimeSeconds(askedLifetime(body), ports.settings);
    const { purpose } = body;
    if ('file' in body) {
      const { filename, text } = body.file;
      const file = await keepFile({ tenantId, filename, purpose, lifetimeSeconds }, text, ports);
      return { body: fileJson(request, file) };
    }
    const { filename, bytes } = body;
    const { file, upload } = await awaitUpload({ tenantId, filename, purpose, bytes, lifetimeSeconds }, ports);
    return { body: fileJson(request, file, { ...upload, url: new URL(upload.url, baseUrl).href }) };
  };

/** `GET /v1/files` */
export const listFiles =
  ({ files }: ApiPorts): RouteHandler<'listFiles'> =>
  async (request) => {
    const { principal, query } = request;
    const { purpose } = query;
    const page = await files.list(principal.tenantId, { ...toFileCursors(query), ...(purpose && { purpose }) });
    const list = toListJson(
      page.items.map((file) => fileJson(request, file)),
      page.hasMore,
      page.lastId,
    );
    return { body: { ...list, next_page: page.hasMore ? list.last_id : null } };
  };

/** `GET /v1/files/{id}` */
export const getFile =
  (ports: ApiPorts): RouteHandler<'getFile'> =>
  async (request) => {
    const file = await findFile(request.principal.tenantId, pathId(request, 'id'), ports);
    return { body: fileJson(request, file) };
  };

/** `DELETE /v1/files/{id}` */
export const deleteFile =
  ({ files, objects }: ApiPorts): RouteHandler<'deleteFile'> =>
  async (request) => {
    const id = pathId(request, 'id');
    if (!(await files.delete(request.principal.tenantId, id))) throw noFile(id);
    await objects.delete(fileKey(id));
    const isOpenAi = sharedDialect(request.headers) === 'openai';
    return { body: isOpenAi ? { id, object: 'file', deleted: true } : { id, type: 'file_deleted' } };
  };

/** `GET /v1/files/{id}/content`: sends the caller on to where it can be read. */
export const getFileContent =
  (ports: ApiPorts): RouteHandler<'getFileContent'> =>
  async (request) => {
    const { id, filename } = await findUploaded(request.principal.tenantId, pathId(request, 'id'), ports);
    return sendOn({ key: fileKey(id), filename }, request, ports);
  };
