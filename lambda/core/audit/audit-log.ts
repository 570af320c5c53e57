import { z } from 'zod';

const state = z.record(z.string(), z.unknown()).nullable();

/** What an administrator did. */
export const AuditRecord = z.object({
  /** `audit_…`; sorts by time. */
  id: z.string(),
  atMs: z.int(),
  /** Who: `user:<sub>` or `client:<client id>`. */
  actor: z.string(),
  /** What, such as `tenant.updated`. */
  action: z.string(),
  tenantId: z.string(),
  /** The API key that it was done to, if it was one. */
  keyId: z.string().exactOptional(),
  /** What it was done to, as it was and as it was to become; null: it was not there. No secrets. */
  before: state,
  after: state,
  requestId: z.string(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** A page of records, newest first. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  readonly hasMore: boolean;
}

/** Keeps what administrators did, for ever: nothing is changed or deleted. */
export interface AuditLog {
  /** Fails if there is a record of that id. */
  append(record: AuditRecord): Promise<void>;
  /** The records of a UTC month, `YYYY-MM`, that are older than the one with the id `after`. */
  list(month: string, query: { readonly limit: number; readonly after?: string | undefined }): Promise<AuditPage>;
}
