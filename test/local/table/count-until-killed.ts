import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { openTable } from '#local/table/open-table.ts';

/** Counts prompts in the table of the given folder, saying each number once it is counted, until it is killed. */
const { table } = await openTable({ folder: process.argv[2] ?? '' });
const usage = createUsageStore(table);
for (let count = 1; ; count += 1) {
  const entry = { dimension: 'profile', value: 'chat', counts: { requests: 1 } } as const;
  await usage.add({ promptId: `p${count}`, tenantId: 'tenant-1', day: '2026-11-22', entries: [entry] });
  process.stdout.write(`${count}\n`);
}
