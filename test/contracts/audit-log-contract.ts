import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditLog, AuditRecord } from '#core/audit/audit-log.ts';

const RECORD: AuditRecord = {
  id: 'audit_1',
  atMs: Date.UTC(2026, 10, 22, 12),
  actor: 'user:1',
  action: 'key.updated',
  tenantId: 'ten_1',
  keyId: 'key_1',
  before: { name: 'a', limits: { requests_per_minute: null }, models: ['m'] },
  after: { name: 'b', limits: { requests_per_minute: 5 }, models: null },
  requestId: 'request-1',
};

let months = 0;

/** A month that no other test looks at, and the record of an act in it. */
const newMonth = () => {
  months += 1;
  const year = 2030 + months;
  const record = (id: string): AuditRecord => ({ ...RECORD, id, atMs: Date.UTC(year, 0, 15) });
  return { month: `${year}-01`, next: `${year}-02`, record };
};

/** What every `AuditLog` promises. */
export const testAuditLog = (createLog: () => AuditLog): void => {
  test('a record comes back as it was', async () => {
    const log = createLog();
    const { month, record } = newMonth();
    const { keyId: _, ...withoutKey } = record('audit_2');
    await log.append(record('audit_1'));
    await log.append({ ...withoutKey, before: null, after: null });
    const { records } = await log.list(month, { limit: 10 });
    assert.deepEqual(records, [{ ...withoutKey, before: null, after: null }, record('audit_1')]);
  });

  test('a record is never replaced', async () => {
    const log = createLog();
    const { month, record } = newMonth();
    await log.append(record('audit_1'));
    await assert.rejects(log.append({ ...record('audit_1'), actor: 'user:2' }));
    assert.deepEqual((await log.list(month, { limit: 10 })).records, [record('audit_1')]);
  });

  test('a month is listed newest first, page by page, without other months', async () => {
    const log = createLog();
    const { month, next, record } = newMonth();
    for (const id of ['audit_2', 'audit_1', 'audit_3']) await log.append(record(id));
    const first = await log.list(month, { limit: 2 });
    assert.deepEqual([first.records.map(({ id }) => id), first.hasMore], [['audit_3', 'audit_2'], true]);
    const second = await log.list(month, { limit: 2, after: 'audit_2' });
    assert.deepEqual([second.records.map(({ id }) => id), second.hasMore], [['audit_1'], false]);
    assert.deepEqual(await log.list(next, { limit: 2 }), { records: [], hasMore: false });
  });
};
