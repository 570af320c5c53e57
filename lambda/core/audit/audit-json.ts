import { z } from 'zod';
import { toInstant } from '#core/time/to-instant.ts';
import { AuditRecord } from './audit-log.ts';

/** An administrator's act as the API shows it. */
export const AuditJson = z.object({
  id: z.string(),
  object: z.literal('audit_record'),
  created_at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  tenant_id: z.string(),
  key_id: z.string().nullable(),
  before: AuditRecord.shape.before,
  after: AuditRecord.shape.after,
  request_id: z.string(),
});

/** The record as the API shows it. */
export const toAuditJson = (record: AuditRecord): z.infer<typeof AuditJson> => ({
  id: record.id,
  object: 'audit_record',
  created_at: toInstant(record.atMs),
  actor: record.actor,
  action: record.action,
  tenant_id: record.tenantId,
  key_id: record.keyId ?? null,
  before: record.before,
  after: record.after,
  request_id: record.requestId,
});
