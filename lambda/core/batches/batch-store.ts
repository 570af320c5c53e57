import type { IdPage, IdQuery } from '#core/http/id-query.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import type { Batch, BatchDialect } from './batch.ts';

/** Which batches of a tenant to list. */
export interface BatchQuery extends IdQuery {
  readonly dialect: BatchDialect;
}

/** Where batches are kept. Every call but `listOpen` is confined to one tenant. */
export interface BatchStore {
  /**
   * Stores a new batch. Fails if the id exists, unless it is the same request's, and nothing has become of it yet: a call
   * that is repeated because its answer was lost.
   */
  create(batch: Batch): Promise<void>;
  /** As last written; of one whose lines run, with what was counted of them. */
  get(tenantId: string, id: string): Promise<Batch | undefined>;
  /** Without those that their owner has deleted. */
  list(tenantId: string, query: BatchQuery): Promise<IdPage<Batch>>;
  /**
   * Stores what has become of a batch, if nobody else has changed it since it was read.
   *
   * @returns the batch as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(batch: Batch): Promise<Batch | undefined>;
  /** Deletes a batch, unless it was changed since it was read. @returns false if it was, or is not there. */
  delete(batch: Batch): Promise<boolean>;
  /** Counts a line that has ended. Repeating it before `forgetLine` changes nothing. */
  countLine(line: LineJob): Promise<void>;
  /** Forgets that it was counted, once nothing can count it again. */
  forgetLine(line: LineJob): Promise<void>;
  /** Batches to be looked at before that time, of all tenants, without what was counted. */
  listOpen(checkBeforeMs: number): AsyncIterable<Batch>;
}
