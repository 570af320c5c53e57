import type { IdPage, IdQuery } from '#core/http/id-query.ts';
import type { FilePurpose, StoredFile } from './stored-file.ts';

/** Which files of a tenant to list. */
export interface FileQuery extends IdQuery {
  readonly purpose?: FilePurpose;
}

/**
 * Where the records of files are kept. Each is confined to its tenant, and gone once it expires; that it had bytes is
 * noted until those are gone too.
 */
export interface FileStore {
  /** Stores a new file, and notes that it has bytes. @returns false if there is one with its id. */
  create(file: StoredFile): Promise<boolean>;
  get(tenantId: string, id: string): Promise<StoredFile | undefined>;
  list(tenantId: string, query: FileQuery): Promise<IdPage<StoredFile>>;
  /** Notes that its bytes are there. Safe to repeat, also when it is deleted. */
  markUploaded(tenantId: string, id: string): Promise<void>;
  /** @returns false if there was none. */
  delete(tenantId: string, id: string): Promise<boolean>;
  /** The ids of files, of all tenants, that were to expire before then, and whose bytes may still be there. */
  listExpired(beforeMs: number): AsyncIterable<string>;
  /** Forgets that a file had bytes: they are gone. Safe to repeat. */
  forgetBytes(id: string): Promise<void>;
}
