import type { IdPage, IdQuery } from '#core/http/id-query.ts';
import type { FilePurpose, StoredFile } from './stored-file.ts';

/** Which files of a tenant to list. */
export interface FileQuery extends IdQuery {
  readonly purpose?: FilePurpose;
}

/** Where the records of files are kept, each confined to its tenant. */
export interface FileStore {
  /** Stores a new file. @returns false if there is one with its id. */
  create(file: StoredFile): Promise<boolean>;
  get(tenantId: string, id: string): Promise<StoredFile | undefined>;
  list(tenantId: string, query: FileQuery): Promise<IdPage<StoredFile>>;
  /** Notes that its bytes are there. Safe to repeat, also when it is deleted. */
  markUploaded(tenantId: string, id: string): Promise<void>;
  /** @returns false if there was none. */
  delete(tenantId: string, id: string): Promise<boolean>;
}
