import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { parseSettings } from '#core/settings.ts';
import { openStores } from '#local/open-stores.ts';
import { dropLeases } from '#local/table/drop-leases.ts';
import { openTable } from '#local/table/open-table.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

test('all places are free again, and what else is counted stays', async (t) => {
  const { table, close } = await openTable();
  t.after(close);
  const { leases, rateLimits } = createLimitStores(table, Date.now);
  const lease = { promptId: 'prompt_1', expiresAtMs: Date.now() + 900_000 };
  for (const subject of ['tenant:1', 'principal:1']) await leases.acquire(subject, lease, 1);
  const window = { subject: 'tenant:1', startsAtMs: 0, endsAtMs: Date.now() + 60_000 };
  await rateLimits.take(window, { requests: 1, tokens: 2 }, {});
  await dropLeases(table);
  for (const subject of ['tenant:1', 'principal:1']) assert.equal(await leases.acquire(subject, lease, 1), 1);
  assert.deepEqual(await rateLimits.read(window), { requests: 1, tokens: 2 });
});

test('a place that a crash left without a record is free at the next start', async (t) => {
  const options = { dataDir: await temporaryFolder(t), settings: parseSettings({}), clock: Date.now };
  const first = await openStores(options);
  await first.leases.acquire('tenant:1', { promptId: 'prompt_1', expiresAtMs: Date.now() + 900_000 }, 1);
  await first.close();
  const second = await openStores(options);
  t.after(() => second.close());
  assert.equal(await second.leases.count('tenant:1'), 0);
});
