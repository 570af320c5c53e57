import type { AuditLog, AuditRecord } from '#core/audit/audit-log.ts';

/** Stands in for the table: keeps what administrators did in memory. */
export const createMemoryAuditLog = (): AuditLog => {
  const records = new Map<string, AuditRecord>();
  return {
    append: async (record) => {
      if (records.has(record.id)) throw new Error(`there already is a record ${record.id}`);
      records.set(record.id, record);
    },
    list: async (month, { limit, after }) => {
      const found = [...records.values()]
        .filter(({ atMs }) => new Date(atMs).toISOString().startsWith(month))
        .filter(({ id }) => after === undefined || id < after)
        .sort((a, b) => (a.id > b.id ? -1 : 1));
      return { records: found.slice(0, limit), hasMore: found.length > limit };
    },
  };
};
