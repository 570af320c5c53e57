import type { Command } from 'commander';
import type { z } from 'zod';
import { listAll } from '#cli/http/list-all.ts';
import { instant } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { AuditJson } from '#core/audit/audit-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { parseCount } from './parse.ts';
import { type JsonOption, show } from './show.ts';

interface AuditOptions extends JsonOption {
  readonly month?: string;
  readonly last: number;
}

type AuditRecord = z.infer<typeof AuditJson>;

const auditTable = (records: readonly AuditRecord[]): string =>
  table(
    ['WHEN', 'WHO', 'WHAT', 'TENANT', 'KEY', 'REQUEST ID'].map((title) => ({ title })),
    records.map((record) => [
      ...[instant(record.created_at), record.actor, record.action, record.tenant_id],
      ...[record.key_id ?? '-', record.request_id],
    ]),
  );

/** `audit`: what administrators did. */
export const addAudit = (program: Command, terminal: Terminal): void => {
  program
    .command('audit')
    .description('what administrators did in a month, newest first; --json has before and after')
    .option('--month <YYYY-MM>', 'UTC month; this month if left out')
    .option('--last <n>', 'so many acts at most', parseCount, 50)
    .option('--json', 'print JSON')
    .addHelpText('after', examples('audit --month 2026-11 --last 200', "audit --json | jq '.[0].after'"))
    .action(async ({ month, last, ...options }: AuditOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const records = await listAll<AuditRecord>(client, '/admin/audit', { most: last, query: { month } });
      show(terminal, options, records, auditTable);
    });
};
