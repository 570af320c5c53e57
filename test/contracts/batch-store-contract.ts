import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import type { Batch } from '#core/batches/batch.ts';
import type { BatchQuery, BatchStore } from '#core/batches/batch-store.ts';
import type { Clock } from '#core/clock.ts';
import { batchOf, lineOf } from '#test/fakes/batches.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

let tenants = 0;

/** A tenant that no other case uses: all cases share one table. */
const newTenant = (): string => {
  tenants += 1;
  return `batch-tenant-${tenants}`;
};

/** What every `BatchStore` promises. */
export const testBatchStore = (createStore: (clock: Clock) => BatchStore): void => {
  const open = () => {
    const clock = createFakeClock();
    const tenantId = newTenant();
    const batches = createStore(clock);
    const newBatch = (more: Partial<Batch> = {}, prefix = 'batch'): Batch =>
      batchOf(newId(prefix, more.createdAtMs ?? clock()), more.createdAtMs ?? clock(), { tenantId, ...more });
    const openIds = async (beforeMs: number) =>
      (await Array.fromAsync(batches.listOpen(beforeMs)))
        .filter((batch) => batch.tenantId === tenantId)
        .map(({ id }) => id);
    return { clock, tenantId, batches, newBatch, openIds };
  };

  test('a batch is found as it was created, by its tenant only', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch();
    await batches.create(batch);
    assert.deepEqual(await batches.get(tenantId, batch.id), batch);
    assert.equal(await batches.get(newTenant(), batch.id), undefined);
    assert.equal(await batches.get(tenantId, 'batch_none'), undefined);
  });

  test('fails to create an id twice, and keeps the first', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch();
    await batches.create(batch);
    await assert.rejects(batches.create({ ...batch, requestId: 'request-2' }));
    assert.deepEqual(await batches.get(tenantId, batch.id), batch);
  });

  test('creating is safe to repeat until something has become of the batch', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch();
    await batches.create(batch);
    await batches.create(batch);
    assert.deepEqual(await batches.get(tenantId, batch.id), batch);
    const changed = await batches.replace({ ...batch, total: 3 });
    await assert.rejects(batches.create(batch));
    assert.deepEqual(await batches.get(tenantId, batch.id), changed);
  });

  test('of two who replace the same version, the second is told', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch();
    await batches.create(batch);
    const running = { ...batch, status: 'in_progress', total: 3, next: null } as const;
    assert.deepEqual(await batches.replace(running), { ...running, version: 2 });
    assert.equal(await batches.replace({ ...batch, total: 4 }), undefined);
    assert.deepEqual(await batches.get(tenantId, batch.id), { ...running, version: 2 });
    assert.equal(await batches.replace(newBatch()), undefined);
    assert.equal(await batches.replace({ ...running, version: 2, tenantId: newTenant() }), undefined);
  });

  test('what a batch no longer has is gone once it is replaced', async () => {
    const { batches, newBatch, tenantId, openIds } = open();
    const { checkAtMs: _, ...closed } = newBatch({ status: 'completed', webhookUrl: 'https://a.test' });
    await batches.create({ ...closed, checkAtMs: 5 });
    assert.deepEqual(await openIds(10), [closed.id]);
    await batches.replace(closed);
    assert.deepEqual(await batches.get(tenantId, closed.id), { ...closed, version: 2 });
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), []);
  });

  test('a line is counted once, until it is forgotten that it was', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch({ status: 'in_progress', total: 9 });
    await batches.create(batch);
    const statuses = ['completed', 'failed', 'canceled', 'expired', 'completed'] as const;
    const lines = statuses.map((status, line) => lineOf(batch, line, { status }));
    for (const line of [...lines, ...lines]) await batches.countLine(line);
    const counts = { succeeded: 2, errored: 1, canceled: 1, expired: 1 };
    assert.deepEqual(await batches.get(tenantId, batch.id), { ...batch, counts, costMicroUsd: 35 });
    for (const line of [...lines, ...lines]) await batches.forgetLine(line);
    const { items } = await batches.list(tenantId, { limit: 1, dialect: 'openai' });
    assert.deepEqual([items[0]?.counts, items[0]?.costMicroUsd], [counts, 35]);
  });

  test('of lines that end at the same time all are counted, and other changes are kept', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch({ status: 'in_progress', total: 30 });
    await batches.create(batch);
    const counted = Array.from({ length: 30 }, (_, line) => batches.countLine(lineOf(batch, line)));
    const [replaced] = await Promise.all([batches.replace({ ...batch, next: null }), ...counted]);
    const counts = { succeeded: 30, errored: 0, canceled: 0, expired: 0 };
    assert.deepEqual(await batches.get(tenantId, batch.id), { ...replaced, counts, costMicroUsd: 210 });
  });

  test('fails to count a line that has not ended', async () => {
    const { batches, newBatch } = open();
    await assert.rejects(batches.countLine(lineOf(newBatch(), 0, { status: 'canceling' })));
  });

  test('once a batch has ended, its own counts are the truth', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch({ status: 'in_progress', total: 1 });
    await batches.create(batch);
    await batches.countLine(lineOf(batch, 0));
    const ended = { ...batch, status: 'completed', counts: { ...batch.counts, errored: 1 }, costMicroUsd: 3 } as const;
    await batches.replace(ended);
    assert.deepEqual(await batches.get(tenantId, batch.id), { ...ended, version: 2 });
  });

  test('a batch is deleted with its counts, unless it was changed', async () => {
    const { batches, newBatch, tenantId } = open();
    const batch = newBatch({ status: 'in_progress' });
    await batches.create(batch);
    await batches.countLine(lineOf(batch, 0));
    assert.equal(await batches.delete({ ...batch, version: 7 }), false);
    assert.equal(await batches.delete({ ...batch, tenantId: newTenant() }), false);
    assert.equal(await batches.delete(batch), true);
    assert.equal(await batches.delete(batch), false);
    assert.equal(await batches.get(tenantId, batch.id), undefined);
    await batches.create(batch);
    assert.deepEqual((await batches.get(tenantId, batch.id))?.counts, batch.counts);
  });

  test('the batches of one API are listed in pages, without those that were deleted', async () => {
    const { clock, batches, newBatch, tenantId } = open();
    const all = Array.from({ length: 6 }, (_, index) =>
      newBatch({ createdAtMs: clock() + index, ...(index === 4 && { deletedAtMs: 1 }) }, 'msgbatch'),
    );
    for (const batch of all) await batches.create(batch);
    await batches.create(newBatch());
    await batches.create(newBatch({ tenantId: newTenant() }, 'msgbatch'));
    const idOf = (index: number): string => all[index]?.id ?? '';
    const page = async (query: Omit<BatchQuery, 'dialect'>) => {
      const { items, hasMore, lastId } = await batches.list(tenantId, { dialect: 'anthropic', ...query });
      return [items.map((batch) => all.findIndex(({ id }) => id === batch.id)), hasMore, lastId];
    };
    assert.deepEqual(await page({ limit: 2 }), [[5], true, idOf(4)]);
    assert.deepEqual(await page({ limit: 2, after: idOf(4) }), [[3, 2], true, idOf(2)]);
    assert.deepEqual(await page({ limit: 9, after: idOf(2) }), [[1, 0], false, idOf(0)]);
    assert.deepEqual((await page({ limit: 2, before: idOf(1) })).slice(0, 2), [[3, 2], true]);
    assert.equal((await batches.list(tenantId, { dialect: 'openai', limit: 10 })).items.length, 1);
  });

  test('batches to be looked at before a time are found, of all tenants', async () => {
    const { batches, newBatch, openIds } = open();
    const soon = newBatch({ checkAtMs: 1_000 });
    const later = newBatch({ checkAtMs: 2_000 });
    await batches.create(soon);
    await batches.create(later);
    assert.deepEqual(await openIds(1_000), []);
    assert.deepEqual(await openIds(1_001), [soon.id]);
    assert.deepEqual(new Set(await openIds(Number.POSITIVE_INFINITY)), new Set([soon.id, later.id]));
  });

  test('a batch whose time is over is not there', async () => {
    const { clock, batches, newBatch, tenantId, openIds } = open();
    const batch = newBatch();
    await batches.create(batch);
    clock.advance(31 * 86_400_000);
    assert.equal(await batches.get(tenantId, batch.id), undefined);
    assert.deepEqual((await batches.list(tenantId, { dialect: 'openai', limit: 10 })).items, []);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), []);
  });
};
